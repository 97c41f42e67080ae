package io.strider.runtime.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows in vectors of the preferred width (the JIT does not vectorize the plain loops by itself: to its knowledge
 * the arrays may be one). Element-wise, so the width changes no bit. Stateless.
 */
final class SimdRowKernel implements RowKernel {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();

  @Override
  public void startDelta(float[] delta, float[] trained, int at, float[] base, int baseAt, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(trained, at + i).sub(load(base, baseAt + i)).intoArray(delta, i);
    }
  }

  @Override
  public void addDelta(float[] delta, float[] trained, int at, float[] base, int baseAt, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(delta, i).add(load(trained, at + i).sub(load(base, baseAt + i))).intoArray(delta, i);
    }
  }

  @Override
  public void addScaled(float[] table, int at, float[] delta, float scale, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector.broadcast(S, scale).fma(load(delta, i), load(table, at + i)).intoArray(table, at + i);
    }
  }

  @Override
  public void addChange(float[] table, int at, float[] trained, float[] original, int from, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector change = load(trained, from + i).sub(load(original, from + i));
      load(table, at + i).add(change).intoArray(table, at + i);
    }
  }

  private static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(S, a, at);
  }
}
