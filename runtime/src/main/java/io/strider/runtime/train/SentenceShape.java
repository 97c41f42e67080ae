package io.strider.runtime.train;

/**
 * The sizes that training a sentence needs, from the parameters alone.
 *
 * @param maxTokens most tokens of a sentence; a longer walk is trained in several
 * @param maxPool most entries of a pool of negatives
 * @param stride floats of a row in the arena
 */
record SentenceShape(int maxTokens, int maxPool, int stride) {

  /**
   * Longest run of tokens that is trained as one: word2vec's MAX_SENTENCE_LENGTH. Windows do not reach across its ends.
   */
  static final int MAX_SENTENCE_TOKENS = 1000;

  /** Bits that a negative takes to pick its pool entry; six picks fit one draw of 64 bits. */
  private static final int MAX_POOL_BITS = Integer.getInteger("strider.exp.bits", 10);

  private static final int LANES = 16;

  static SentenceShape of(TrainingParameters parameters, TrainingPlan plan) {
    int tokens = Math.min(MAX_SENTENCE_TOKENS, plan.walkLength());
    int stride = (parameters.dimensions() + LANES - 1) / LANES * LANES;
    return new SentenceShape(tokens, 1 << poolBits(tokens, parameters.negatives()), stride);
  }

  /**
   * The negatives of a sentence are drawn once into a pool, from which every centre picks its own: the pool of 2^bits
   * has at least half as many entries as the sentence has tokens times negatives, and at most 1,024.
   */
  static int poolBits(int tokens, int negatives) {
    long wanted = Math.max(1, (long) (tokens * negatives * Double.parseDouble(System.getProperty("strider.exp.mult", "1"))));
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, wanted - 1));
    return Math.min(MAX_POOL_BITS, bits);
  }

  /** Rows in an arena: the blank one, each token's vertex and context row, and the pool's. */
  int arenaRows() {
    return 1 + 2 * maxTokens + maxPool;
  }

  /** Floats in an arena. */
  long arenaFloats() {
    return EmbeddingTable.FIRST + (long) arenaRows() * stride;
  }
}
