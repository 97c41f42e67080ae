package io.strider.runtime.ingest;

import io.strider.runtime.common.LimitException;

/**
 * The slots of an open-addressing hash table from 32-bit tags to vertices: a tag and a vertex in 8 bytes, linear
 * probing, at most 3/5 full. A tag's upper bits are its home slot, so growing needs the tags alone. What a tag is (the
 * key itself or a hash of it) is the caller's affair. Not thread-safe.
 */
final class HashSlots {

  private static final int START_BITS = 10;
  private static final int MAX_BITS = 30;

  private long[] slots = new long[1 << START_BITS];
  private int bits = START_BITS;
  private int used;

  /** The slot at which to begin looking for a tag. */
  int home(int tag) {
    return tag >>> (32 - bits);
  }

  int next(int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  /** The vertex in a slot, or −1 when it is free. */
  int vertex(int slot) {
    return (int) slots[slot] - 1;
  }

  /** The tag in a slot that is not free. */
  int tag(int slot) {
    return (int) (slots[slot] >>> 32);
  }

  int size() {
    return used;
  }

  /**
   * Adds a tag; the same tag may stand in several slots.
   *
   * @throws LimitException when the table can grow no more
   */
  void add(int tag, int vertex) {
    if (used >= slots.length / 5 * 3) {
      grow();
    }
    insert((long) tag << 32 | (vertex + 1));
    used++;
  }

  private void insert(long entry) {
    int slot = home((int) (entry >>> 32));
    while (slots[slot] != 0) {
      slot = next(slot);
    }
    slots[slot] = entry;
  }

  private void grow() {
    if (bits == MAX_BITS) {
      throw new LimitException("one table of labels holds at most " + used + " labels; split the graph");
    }
    long[] old = slots;
    bits++;
    slots = new long[1 << bits];
    for (long entry : old) {
      if (entry != 0) {
        insert(entry);
      }
    }
  }
}
