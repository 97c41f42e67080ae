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
      table[at + i] = Math.fma(scale, delta[i], table[at + i]);
    }
  }

  @Override
  public void addChange(float[] table, int at, float[] trained, int from, float[] original, int originalFrom, int length) {
    for (int i = 0; i < length; i++) {
      table[at + i] += trained[from + i] - original[originalFrom + i];
    }
  }
}
