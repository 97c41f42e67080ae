package io.strider.runtime.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Vertices by label bytes, which a {@link LabelStore} holds. The hash folds eight bytes at a time by a 128-bit product
 * with a secret seed (after Wang Yi's wyhash), so that no input can be made to collide beforehand. Threads as {@link HashSlots} has it.
 */
final class TextIndex {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FIRST_FACTOR = 0x9E3779B97F4A7C15L;
  private static final long SECOND_FACTOR = 0xD1B54A32D192ED03L;

  private final HashSlots slots = new HashSlots();
  private final LabelStore labels;
  private final long seed;

  TextIndex(LabelStore labels, long seed) {
    this.labels = labels;
    this.seed = seed;
  }

  /** The vertex with the label [from, to), or −1. */
  int find(byte[] bytes, int from, int to) {
    int tag = hash(bytes, from, to);
    long[] table = slots.look();
    int slot = HashSlots.home(table, tag);
    for (long entry; (entry = HashSlots.entry(table, slot)) != 0; slot = HashSlots.next(table, slot)) {
      int vertex = HashSlots.vertex(entry);
      if (HashSlots.tag(entry) == tag && labels.equals(vertex, bytes, from, to)) {
        return vertex;
      }
    }
    return -1;
  }

  /** Adds a label that {@link #find} does not know and the store already holds for {@code vertex}. */
  void add(byte[] bytes, int from, int to, int vertex) {
    slots.add(hash(bytes, from, to), vertex);
  }

  private int hash(byte[] bytes, int from, int to) {
    long hash = seed ^ (to - from) * FIRST_FACTOR;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      hash = fold(hash ^ (long) LONGS.get(bytes, i), FIRST_FACTOR ^ seed);
    }
    long tail = 0;
    for (; i < to; i++) {
      tail = tail << 8 | (bytes[i] & 0xFF);
    }
    hash = fold(hash ^ tail, SECOND_FACTOR ^ seed);
    return (int) (hash >>> 32);
  }

  private static long fold(long a, long b) {
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }
}
