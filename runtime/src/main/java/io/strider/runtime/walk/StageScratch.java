package io.strider.runtime.walk;

/** Columns that one stage of a kernel writes and the next reads. Owned by one thread. */
final class StageScratch {

  final int[] position;
  final int[] degree;
  final int[] accept;
  final int[] returned;
  final int[] pending;
  final int[] failed;
  final int[] owner;
  final int[] confirm;
  final int[] low;
  final int[] length;
  final int[] sought;
  final int[] word;
  final long[] words;
  final long[] masks;
  final double[] shares;

  /** Bytes of one walker's share. */
  static final int BYTES = 12 * 4 + 3 * 8;

  StageScratch(int capacity) {
    position = new int[capacity];
    degree = new int[capacity];
    accept = new int[capacity];
    returned = new int[capacity];
    pending = new int[capacity];
    failed = new int[capacity];
    owner = new int[capacity];
    confirm = new int[capacity];
    low = new int[capacity];
    length = new int[capacity];
    sought = new int[capacity];
    word = new int[capacity];
    words = new long[capacity];
    masks = new long[capacity];
    shares = new double[capacity];
  }
}
