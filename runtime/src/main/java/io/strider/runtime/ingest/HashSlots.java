package io.strider.runtime.ingest;

import io.strider.runtime.common.LimitException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The slots of an open-addressing hash table from 32-bit tags to vertices: a tag and a vertex in 8 bytes, linear
 * probing, at most 3/5 full. A tag's upper bits are its home slot, so growing needs the tags alone. What a tag is (the
 * key itself or a hash of it) is the caller's affair. One thread at a time may add; any may look meanwhile: it may miss what
 * is being added, and of what it finds it sees all that was written before it was added.
 */
final class HashSlots {

  private static final VarHandle ENTRIES = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int START_BITS = 10;
  private static final int MAX_BITS = 30;

  private volatile long[] slots = new long[1 << START_BITS];
  private int used;

  /** The table as it is now, to look in. */
  long[] look() {
    return slots;
  }

  /** The slot at which to begin looking for a tag. */
  static int home(long[] slots, int tag) {
    return tag >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
  }

  static int next(long[] slots, int slot) {
    return (slot + 1) & (slots.length - 1);
  }

  /** What is in a slot; 0 when it is free. */
  static long entry(long[] slots, int slot) {
    return (long) ENTRIES.getAcquire(slots, slot);
  }

  /** The vertex of an entry. */
  static int vertex(long entry) {
    return (int) entry - 1;
  }

  /** The tag of an entry. */
  static int tag(long entry) {
    return (int) (entry >>> Integer.SIZE);
  }

  /**
   * Adds a tag; the same tag may stand in several slots.
   *
   * @throws LimitException when the table can grow no more
   */
  void add(int tag, int vertex) {
    long[] now = slots;
    if (used >= now.length / 5 * 3) {
      now = grow(now);
      slots = now;
    }
    insert(now, (long) tag << Integer.SIZE | (vertex + 1));
    used++;
  }

  private static void insert(long[] slots, long entry) {
    int slot = home(slots, tag(entry));
    while (slots[slot] != 0) {
      slot = next(slots, slot);
    }
    ENTRIES.setRelease(slots, slot, entry);
  }

  private long[] grow(long[] old) {
    if (old.length == 1 << MAX_BITS) {
      throw new LimitException("one table of labels holds at most " + used + " labels; split the graph");
    }
    long[] larger = new long[2 * old.length];
    for (long entry : old) {
      if (entry != 0) {
        insert(larger, entry);
      }
    }
    return larger;
  }
}
