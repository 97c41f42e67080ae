package io.strider.runtime.vectors;

import io.strider.runtime.common.LimitException;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.random.CounterRandom;
import java.util.Arrays;

/**
 * Labels that were read from a file, in one slab of bytes with an open-addressing index (linear probing, at most half
 * full). Rows are numbered in the order of {@link #add}. Filled by one thread, then safe to read from any.
 */
final class LabelStore implements Labels {

  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private byte[] bytes = new byte[1 << 12];
  private int[] starts = new int[1 << 8];
  private int[] slots = new int[1 << 9];
  private int size;

  /** Appends a label unless it is there already; returns its row, or −1 − row of the one that is there. */
  int add(byte[] source, int from, int length) {
    int slot = slotOf(source, from, length);
    if (slots[slot] != 0) {
      return -slots[slot];
    }
    append(source, from, length);
    slots[slot] = size;
    if (2 * size > slots.length && slots.length < 1 << 30) {
      rehash();
    }
    return size - 1;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public byte[] utf8(int row) {
    return Arrays.copyOfRange(bytes, starts[row], starts[row + 1]);
  }

  @Override
  public int find(byte[] utf8) {
    return slots[slotOf(utf8, 0, utf8.length)] - 1;
  }

  private void append(byte[] source, int from, int length) {
    int start = starts[size];
    if (length > MAX_BYTES - start) {
      throw new LimitException("labels of a vector file: more than " + MAX_BYTES + " bytes; split the file");
    }
    if (start + length > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(start + (long) length, 2L * bytes.length)));
    }
    if (size + 2 > starts.length) {
      starts = Arrays.copyOf(starts, (int) Math.min(MAX_BYTES, 2L * starts.length));
    }
    System.arraycopy(source, from, bytes, start, length);
    size++;
    starts[size] = start + length;
  }

  /** The slot that holds this label, or the empty one where it belongs. */
  private int slotOf(byte[] source, int from, int length) {
    int mask = slots.length - 1;
    int slot = hash(source, from, length) & mask;
    while (slots[slot] != 0) {
      int row = slots[slot] - 1;
      if (Arrays.equals(bytes, starts[row], starts[row + 1], source, from, from + length)) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int row = 0; row < size; row++) {
      int slot = hash(bytes, starts[row], starts[row + 1] - starts[row]) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = row + 1;
    }
  }

  private static int hash(byte[] source, int from, int length) {
    long h = length;
    for (int i = from; i < from + length; i++) {
      h = h * 0x100000001B3L + source[i];
    }
    return (int) CounterRandom.mix(h);
  }
}
