package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows in vectors of the preferred width (the JIT does not vectorize the plain loops by itself: to its knowledge
 * the arrays may be one). Element-wise, so the width changes no bit. No helper
 * takes or returns a vector: see {@link Simd512BlockKernel}. Stateless.
 */
final class SimdRowKernel implements RowKernel {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  @Override
  public void startDelta(float[] delta, float[] trained, int at, float[] base, int baseAt, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector.fromArray(S, trained, at + i).sub(FloatVector.fromArray(S, base, baseAt + i)).intoArray(delta, i);
    }
  }

  @Override
  public void addDelta(float[] delta, float[] trained, int at, float[] base, int baseAt, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector change = FloatVector.fromArray(S, trained, at + i).sub(FloatVector.fromArray(S, base, baseAt + i));
      FloatVector.fromArray(S, delta, i).add(change).intoArray(delta, i);
    }
  }

  @Override
  public void addScaled(float[] table, int at, float[] delta, float scale, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector moved = FloatVector.fromArray(S, delta, i).fma(FloatVector.broadcast(S, scale), FloatVector.fromArray(S, table, at + i));
      moved.intoArray(table, at + i);
    }
  }

  @Override
  public void addChange(float[] table, int at, float[] trained, int from, float[] original, int originalFrom, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector change = FloatVector.fromArray(S, trained, from + i).sub(FloatVector.fromArray(S, original, originalFrom + i));
      FloatVector.fromArray(S, table, at + i).add(change).intoArray(table, at + i);
    }
  }
}
