package io.strider.runtime.train;

/** Rows in plain Java. Stateless. */
final class ScalarRowKernel implements RowKernel {

  @Override
  public void startDelta(float[] delta, float[] trained, int at, float[] base, int baseAt, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] = trained[at + i] - base[baseAt + i];
    }
  }

  @Override
  public void addDelta(float[] delta, float[] trained, int at, float[] base, int baseAt, int length) {
    for (int i = 0; i < length; i++) {
      delta[i] += trained[at + i] - base[baseAt + i];
    }
  }

  @Override
  public void addScaled(float[] table, int at, float[] delta, float scale, int length) {
    for (int i = 0; i < length; i++) {
      table[at + i] = FusedMultiplyAdd.of(scale, delta[i], table[at + i]);
    }
  }

  @Override
  public void addChange(float[] table, int at, float[] trained, int from, float[] original, int originalFrom, int length) {
    for (int i = 0; i < length; i++) {
      table[at + i] += trained[from + i] - original[originalFrom + i];
    }
  }

  @Override
  public void unpack(int[] packed, int from, float[] to, int at, int length) {
    int word = from;
    for (int i = 0; i < length; i += PACKED_GROUP, word += PACKED_GROUP / 2) {
      boolean upper = i + PACKED_GROUP / 2 < length;
      for (int j = 0; j < PACKED_GROUP / 2; j++) {
        to[at + i + j] = Float.intBitsToFloat(packed[word + j] << 16);
        if (upper) {
          to[at + i + PACKED_GROUP / 2 + j] = Float.intBitsToFloat(packed[word + j] & 0xFFFF0000);
        }
      }
    }
  }

  @Override
  public void pack(float[] from, int at, int[] packed, int to, int length, int key) {
    int word = to;
    for (int i = 0; i < length; i += PACKED_GROUP, word += PACKED_GROUP / 2) {
      boolean upper = i + PACKED_GROUP / 2 < length;
      for (int j = 0; j < PACKED_GROUP / 2; j++) {
        int low = round(from[at + i + j], key, i + j) >>> 16;
        int high = upper ? round(from[at + i + PACKED_GROUP / 2 + j], key, i + PACKED_GROUP / 2 + j) & 0xFFFF0000 : 0;
        packed[word + j] = low | high;
      }
    }
  }

  private static int round(float value, int key, int i) {
    return Float.floatToRawIntBits(value) + RowKernel.rounding(key, i);
  }
}
