package io.strider.runtime.train;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Rows in vectors of the preferred width (the JIT does not vectorize the plain loops by itself: to its knowledge
 * the arrays may be one). Element-wise, so the width changes no bit. No helper
 * takes or returns a vector: see {@link Simd512BlockKernel}. Stateless.
 */
final class SimdRowKernel implements RowKernel {

  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
  private static final int LANES = S.length();
  private static final int HALF = PACKED_GROUP / 2;
  private static final int UPPER = 0xFFFF0000;

  /** Number × {@link #ROUNDING_STEP} of the first numbers of a row. */
  private static final IntVector STEPS = IntVector.fromArray(I, steps(), 0);

  private static int[] steps() {
    int[] steps = new int[LANES];
    Arrays.setAll(steps, lane -> lane * ROUNDING_STEP);
    return steps;
  }

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

  @Override
  public void unpack(int[] packed, int from, float[] to, int at, int length) {
    int word = from;
    for (int i = 0; i < length; i += PACKED_GROUP, word += HALF) {
      for (int j = 0; j < HALF; j += LANES) {
        IntVector.fromArray(I, packed, word + j)
            .lanewise(VectorOperators.LSHL, 16)
            .reinterpretAsFloats()
            .intoArray(to, at + i + j);
      }
      for (int j = 0; j < HALF && i + HALF < length; j += LANES) {
        IntVector.fromArray(I, packed, word + j).and(UPPER).reinterpretAsFloats().intoArray(to, at + i + HALF + j);
      }
    }
  }

  @Override
  public void pack(float[] from, int at, int[] packed, int to, int length, int key) {
    int word = to;
    for (int i = 0; i < length; i += PACKED_GROUP, word += HALF) {
      boolean upper = i + HALF < length;
      for (int j = 0; j < HALF; j += LANES) {
        IntVector h = STEPS.add(key + (i + j) * ROUNDING_STEP);
        h = h.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.XOR, h).mul(ROUNDING_MULTIPLIER);
        h = h.lanewise(VectorOperators.LSHR, 15).lanewise(VectorOperators.XOR, h).lanewise(VectorOperators.LSHR, 16);
        IntVector words =
            FloatVector.fromArray(S, from, at + i + j).reinterpretAsInts().add(h).lanewise(VectorOperators.LSHR, 16);
        if (upper) {
          h = STEPS.add(key + (i + HALF + j) * ROUNDING_STEP);
          h = h.lanewise(VectorOperators.LSHR, 16).lanewise(VectorOperators.XOR, h).mul(ROUNDING_MULTIPLIER);
          h = h.lanewise(VectorOperators.LSHR, 15).lanewise(VectorOperators.XOR, h).lanewise(VectorOperators.LSHR, 16);
          words = FloatVector.fromArray(S, from, at + i + HALF + j).reinterpretAsInts().add(h).and(UPPER).or(words);
        }
        words.intoArray(packed, word + j);
      }
    }
  }
}
