package io.strider.runtime.evaluate;

import io.strider.runtime.random.CounterRandom;
import java.util.Arrays;

/** A set of packed pairs with a known greatest size: open addressing, linear probing, at most half full. */
final class PairSet {

  private static final long EMPTY = -1;

  private final long[] slots;

  PairSet(int capacity) {
    int wanted = Math.max(16, 2 * Math.min(capacity, 1 << 29));
    slots = new long[Integer.highestOneBit(wanted - 1) << 1];
    Arrays.fill(slots, EMPTY);
  }

  /** Adds a pair; false when it is there already. */
  boolean add(long pair) {
    int mask = slots.length - 1;
    int slot = (int) CounterRandom.mix(pair) & mask;
    while (slots[slot] != EMPTY) {
      if (slots[slot] == pair) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = pair;
    return true;
  }
}
