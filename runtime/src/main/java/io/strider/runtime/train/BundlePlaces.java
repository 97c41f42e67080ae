package io.strider.runtime.train;

import java.util.Arrays;

/**
 * The places of a bundle's rows by token and by entry of its pool, and in how many pairs each was trained. A bundle has
 * both by slot; a window is consecutive tokens, so here they are read in order, and a negative takes one look-up, not
 * two. One thread's; allocates only when built.
 */
final class BundlePlaces {

  /** Where each token's vertex row is trained. */
  final int[] vertexAt;

  /** Where each token's context row is trained. */
  final int[] contextAt;

  /** Where the context row of each entry of the pool is trained. */
  final int[] poolAt;

  /** In how many pairs each token was a context. */
  final int[] vertexPairs;

  /** In how many pairs each token was the centre. */
  final int[] contextPairs;

  /** In how many pairs each entry of the pool was a negative. */
  final int[] poolPairs;

  /** Room for any bundle of a shape. */
  BundlePlaces(TrainingShape shape) {
    int tokens = shape.maxTokens();
    vertexAt = CacheLines.ints(tokens);
    contextAt = CacheLines.ints(tokens);
    poolAt = CacheLines.ints(shape.maxPool());
    vertexPairs = CacheLines.ints(tokens);
    contextPairs = CacheLines.ints(tokens);
    poolPairs = CacheLines.ints(shape.maxPool());
  }

  /** Bytes of one. */
  static long bytes(TrainingShape shape) {
    return Integer.BYTES * (4L * shape.maxTokens() + 2L * shape.maxPool());
  }

  /** Looks up all places of a bundle that has so many tokens; nothing is trained yet. */
  void begin(Bundle bundle, int tokens) {
    for (int token = 0; token < tokens; token++) {
      int slot = bundle.slotOfToken[token];
      vertexAt[token] = bundle.vertexAt[slot];
      contextAt[token] = bundle.contextAt[slot];
    }
    int pool = 1 << bundle.poolBits;
    for (int entry = 0; entry < pool; entry++) {
      poolAt[entry] = bundle.contextAt[bundle.slotOfPool[entry]];
    }
    Arrays.fill(vertexPairs, 0, tokens, 0);
    Arrays.fill(contextPairs, 0, tokens, 0);
    Arrays.fill(poolPairs, 0, pool, 0);
  }

  /** Adds the pairs to those of the bundle's slots. */
  void end(Bundle bundle, int tokens) {
    for (int token = 0; token < tokens; token++) {
      int slot = bundle.slotOfToken[token];
      bundle.vertexPairs[slot] += vertexPairs[token];
      bundle.contextPairs[slot] += contextPairs[token];
    }
    int pool = 1 << bundle.poolBits;
    for (int entry = 0; entry < pool; entry++) {
      bundle.contextPairs[bundle.slotOfPool[entry]] += poolPairs[entry];
    }
  }
}
