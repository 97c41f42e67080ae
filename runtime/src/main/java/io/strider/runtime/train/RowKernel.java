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

  /** Numbers that share 16 words in {@link #pack}: number j the lower half of word j, number j + 16 the upper. */
  int PACKED_GROUP = 32;

  /** Makes floats of bfloat16 numbers that {@link #pack} wrote. */
  void unpack(int[] packed, int from, float[] to, int at, int length);

  /**
   * Rounds floats to bfloat16, each up or down by 16 bits of {@link #rounding} of its number in the row. Upper halves beyond
   * {@code length} become zero. Every word is written once, for others may pack the same row meanwhile.
   *
   * @param key chooses the bits
   */
  void pack(float[] from, int at, int[] packed, int to, int length, int key);

  /** 16 random bits for number {@code i} of a row: a multiplicative hash of 32 bits. */
  static int rounding(int key, int i) {
    int h = key + i * ROUNDING_STEP;
    h = (h ^ (h >>> 16)) * ROUNDING_MULTIPLIER;
    return (h ^ (h >>> 15)) >>> 16;
  }

  int ROUNDING_STEP = 0x9E3779B1;
  int ROUNDING_MULTIPLIER = 0x7FEB352D;
}
