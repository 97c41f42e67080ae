package io.strider.runtime.ingest;

import io.strider.runtime.common.LimitException;

/**
 * Provisional vertices by label, numbered as they first appear. A label that is the plain decimal form of an integer of
 * at most nine digits is looked up by its value; that only saves time: {@code 7} and {@code 007} stay different
 * labels. Safe from any thread: looking up takes no lock, adding does. Labels are all there for who has waited for those that add.
 */
final class LabelIndex {

  private static final int MAX_DIGITS = 9;
  private static final int MAX_VERTICES = Integer.MAX_VALUE - 8;

  private final LabelStore labels = new LabelStore();
  private final IntegerIndex integers;
  private final TextIndex texts;
  private final byte[] digits = new byte[MAX_DIGITS];

  /** An empty index whose hashes depend on a seed that whoever made the input should not know. */
  LabelIndex(long seed) {
    this.integers = new IntegerIndex(seed);
    this.texts = new TextIndex(labels, seed);
  }

  /** The labels so far. */
  LabelStore labels() {
    return labels;
  }

  /** The vertex with the label [from, to), or −1; a label that another thread adds meanwhile may be missed. */
  int find(byte[] bytes, int from, int to) {
    int value = integer(bytes, from, to);
    return value >= 0 ? integers.find(value) : texts.find(bytes, from, to);
  }

  /** The vertex with the label [from, to), which must be valid UTF-8; added if it is new. */
  synchronized int intern(byte[] bytes, int from, int to) {
    int value = integer(bytes, from, to);
    int known = value >= 0 ? integers.findAndMove(value) : texts.find(bytes, from, to);
    if (known >= 0) {
      return known;
    }
    int vertex = add(bytes, from, to);
    if (value >= 0) {
      integers.add(value, vertex);
    } else {
      texts.add(bytes, from, to, vertex);
    }
    return vertex;
  }

  /**
   * The vertices whose labels are the decimal forms of values from 0 to 999,999,999; added if they are new.
   *
   * @param vertices gets the vertex of each of the first {@code count} values
   */
  void internMany(int[] values, int count, int[] vertices) {
    if (integers.findMany(values, count, vertices) > 0) {
      internMissing(values, count, vertices);
    }
  }

  private synchronized void internMissing(int[] values, int count, int[] vertices) {
    for (int i = 0; i < count; i++) {
      if (vertices[i] < 0) {
        vertices[i] = intern(values[i]);
      }
    }
  }

  private int intern(int value) {
    int known = integers.findAndMove(value);
    if (known >= 0) {
      return known;
    }
    int from = MAX_DIGITS;
    int rest = value;
    do {
      digits[--from] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest > 0);
    int vertex = add(digits, from, MAX_DIGITS);
    integers.add(value, vertex);
    return vertex;
  }

  private int add(byte[] bytes, int from, int to) {
    int vertex = labels.size();
    if (vertex == MAX_VERTICES) {
      throw new LimitException("one graph holds at most " + MAX_VERTICES + " vertices; split the graph");
    }
    labels.add(bytes, from, to);
    return vertex;
  }

  private static int integer(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length == 0 || length > MAX_DIGITS || (length > 1 && bytes[from] == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }
}
