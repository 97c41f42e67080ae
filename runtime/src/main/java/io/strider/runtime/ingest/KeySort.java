package io.strider.runtime.ingest;

import java.util.Arrays;

/**
 * Sorts longs by their upper halves: long runs by counting, short ones by Shell's method. The JDK's sort of longs is slower where runs are
 * long, and takes longer to compile than a million labels to sort. One thread's.
 */
final class KeySort {

  private static final int MAX_PASS_BITS = 13;

  /** A run is counted if it has at least one entry for so many counters. */
  private static final int COUNTERS_AN_ENTRY = 4;

  /** Marcin Ciura's gaps, each 2.25 times the one before from 701 on. */
  private static final int[] GAPS = {3548, 1577, 701, 301, 132, 57, 23, 10, 4, 1};

  private final int passes;
  private final int passBits;
  private final int[] counts;

  /**
   * A sort.
   *
   * @param bits of the upper halves that are in use, at least 1: all above them are 0
   */
  KeySort(int bits) {
    passes = Math.ceilDiv(bits, MAX_PASS_BITS);
    passBits = Math.ceilDiv(bits, passes);
    counts = new int[1 << passBits];
  }

  /**
   * Sorts a run; of equal upper halves any may be first.
   *
   * @param scratch may be overwritten from {@code from} to {@code to}
   */
  void sort(long[] keys, int from, int to, long[] scratch) {
    if (to - from < counts.length / COUNTERS_AN_ENTRY) {
      shellSort(keys, from, to);
      return;
    }
    long[] source = keys;
    long[] target = scratch;
    for (int pass = 0; pass < passes; pass++) {
      countingPass(source, from, to, Integer.SIZE + pass * passBits, target);
      long[] sorted = target;
      target = source;
      source = sorted;
    }
    if (passes % 2 == 1) {
      System.arraycopy(scratch, from, keys, from, to - from);
    }
  }

  private static void shellSort(long[] keys, int from, int to) {
    for (int gap : GAPS) {
      for (int i = from + gap; i < to; i++) {
        long key = keys[i];
        int at = i;
        for (; at >= from + gap && keys[at - gap] > key; at -= gap) {
          keys[at] = keys[at - gap];
        }
        keys[at] = key;
      }
    }
  }

  /** Copies a run to the same place of another array, in the order of some of its bits; equal ones stay in order. */
  private void countingPass(long[] source, int from, int to, int shift, long[] target) {
    int mask = counts.length - 1;
    Arrays.fill(counts, 0);
    for (int i = from; i < to; i++) {
      counts[(int) (source[i] >>> shift) & mask]++;
    }
    int place = from;
    for (int value = 0; value < counts.length; value++) {
      int count = counts[value];
      counts[value] = place;
      place += count;
    }
    for (int i = from; i < to; i++) {
      target[counts[(int) (source[i] >>> shift) & mask]++] = source[i];
    }
  }
}
