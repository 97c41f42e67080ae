package io.strider.runtime.walk;

import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;

/**
 * Maps walk ids to start vertices: ids [r·V, (r + 1)·V) are round r, and inside a round each vertex is the start of
 * exactly one walk, in an order of its own. The order is a four-round Feistel network over the next even power of two,
 * walked until it falls inside V (Black, Rogaway: ciphers with arbitrary finite domains, 2002). Immutable.
 */
public final class WalkStarts {

  private static final int ROUNDS = 4;

  private final long key;
  private final int vertexCount;
  private final int halfBits;
  private final int halfMask;

  /** Starts over {@code vertexCount} ids under a seed. */
  public WalkStarts(long seed, int vertexCount) {
    this.key = CounterRandom.key(seed, Purpose.WALK_START);
    this.vertexCount = vertexCount;
    int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, vertexCount - 1L));
    this.halfBits = (bits + 1) / 2;
    this.halfMask = (1 << halfBits) - 1;
  }

  /** The vertex that a walk starts at. */
  public int vertex(long walkId) {
    long round = walkId / vertexCount;
    long stream = CounterRandom.stream(key, round);
    long x = walkId - round * vertexCount;
    do {
      x = permute(stream, x);
    } while (x >= vertexCount);
    return (int) x;
  }

  private long permute(long stream, long x) {
    int left = (int) (x >>> halfBits);
    int right = (int) x & halfMask;
    for (int i = 0; i < ROUNDS; i++) {
      int mixed = left ^ ((int) CounterRandom.draw(stream, CounterRandom.counter(i, right)) & halfMask);
      left = right;
      right = mixed;
    }
    return ((long) left << halfBits) | right;
  }
}
