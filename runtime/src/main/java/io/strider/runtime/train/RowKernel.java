package io.strider.runtime.train;

/**
 * Element-wise work on whole rows; every implementation gives the same bits. {@code length} is a multiple of 16.
 * Stateless; allocates nothing.
 */
interface RowKernel {

  /** {@code delta[i] = trained[at + i] − base[baseAt + i]}. */
  void startDelta(float[] delta, float[] trained, int at, float[] base, int baseAt, int length);

  /** {@code delta[i] += trained[at + i] − base[baseAt + i]}. */
  void addDelta(float[] delta, float[] trained, int at, float[] base, int baseAt, int length);

  /** {@code table[at + i] = fma(scale, delta[i], table[at + i])}. */
  void addScaled(float[] table, int at, float[] delta, float scale, int length);

  /** {@code table[at + i] += trained[from + i] − original[originalFrom + i]}. */
  void addChange(float[] table, int at, float[] trained, int from, float[] original, int originalFrom, int length);
}
