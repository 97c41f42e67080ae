package io.strider.simulation.generate;

import io.strider.runtime.random.CounterRandom;

/**
 * A seeded bijection of [0, 2<sup>bits</sup>) that needs no table: rounds of an affine map with an odd factor modulo
 * 2<sup>bits</sup> (carries information upwards) and a shift-xor (carries it downwards), each of which can be undone.
 */
final class VertexPermutation {

  private static final int ROUNDS = 4;

  private final int mask;
  private final int shift;
  private final int[] factors = new int[ROUNDS];
  private final int[] summands = new int[ROUNDS];

  VertexPermutation(int bits, long stream) {
    mask = (1 << bits) - 1;
    shift = (bits + 1) / 2;
    for (int r = 0; r < ROUNDS; r++) {
      factors[r] = (int) CounterRandom.draw(stream, 2L * r) | 1;
      summands[r] = (int) CounterRandom.draw(stream, 2L * r + 1);
    }
  }

  int apply(int vertex) {
    int x = vertex;
    for (int r = 0; r < ROUNDS; r++) {
      x = (x * factors[r] + summands[r]) & mask;
      x ^= x >>> shift;
    }
    return x;
  }
}
