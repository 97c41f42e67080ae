package io.strider.runtime.train;

/**
 * The sizes of training, from the parameters and the plan alone (never from threads or memory, for results depend on
 * them).
 *
 * @param sentenceTokens most tokens that are trained as one run; a longer walk is trained in several
 * @param walksPerBundle consecutive walks that are trained one after the other with one pool of negatives
 * @param bundlesPerRound bundles that are trained side by side and whose changes are then added together
 * @param maxPool most entries of a pool of negatives
 * @param stride floats of a row
 */
public record TrainingShape(int sentenceTokens, int walksPerBundle, int bundlesPerRound, int maxPool, int stride) {

  /**
   * Longest run of tokens that is trained as one: word2vec's MAX_SENTENCE_LENGTH. Windows do not reach across its
   * ends.
   */
  static final int MAX_SENTENCE_TOKENS = 1000;

  /**
   * Tokens of a full bundle. Its walks share the pool, so that each pooled row is fetched and written back once a bundle;
   * the pool and the rows of one walk should fit the L2 cache (672 rows of 512 bytes for 80 tokens a walk).
   */
  static final int BUNDLE_TOKENS = 640;

  /** Tokens of a bundle where larger ones, in full rounds, would leave an epoch too few of these. */
  static final int SMALL_BUNDLE_TOKENS = 320;

  /** Bundles of a round, for a corpus of any size: bounds the threads that can train at once. */
  static final int MAX_BUNDLES_PER_ROUND = 8;

  /** A small corpus is trained in smaller bundles and rounds, so that an epoch has at least so many of each. */
  static final int MIN_STEPS_PER_EPOCH = 2_000;

  /** Bits that a negative takes to pick its pool entry; six picks fit one draw of 64 bits. */
  private static final int MAX_POOL_BITS = 10;

  private static final int LANES = 16;

  static TrainingShape of(TrainingParameters parameters, TrainingPlan plan) {
    int tokens = Math.min(MAX_SENTENCE_TOKENS, plan.walkLength());
    long walksPerStep = plan.walks() / MIN_STEPS_PER_EPOCH;
    int smallBundle = atMost(SMALL_BUNDLE_TOKENS / tokens, walksPerStep);
    int round = atMost(MAX_BUNDLES_PER_ROUND, walksPerStep / smallBundle);
    int bundle = Math.max(smallBundle, atMost(BUNDLE_TOKENS / tokens, walksPerStep / MAX_BUNDLES_PER_ROUND));
    int stride = (parameters.dimensions() + LANES - 1) / LANES * LANES;
    return new TrainingShape(tokens, bundle, round, 1 << poolBits(tokens, parameters.negatives()), stride);
  }

  private static int atMost(int limit, long wanted) {
    return (int) Math.max(1, Math.min(limit, wanted));
  }

  /**
   * The negatives of a bundle are drawn once into a pool, from which every set of negatives is picked: 2^bits
   * entries, at least as many as one sentence has tokens times negatives (fewer, and the rows of a pool adapt to
   * the neighbourhood of the walk: at half as many cora lost 0.004 Macro-F1), and at most 1,024.
   *
   * @param tokens of the longest sentence
   */
  static int poolBits(int tokens, int negatives) {
    long wanted = Math.max(1, (long) tokens * negatives);
    return Math.min(MAX_POOL_BITS, Long.SIZE - Long.numberOfLeadingZeros(wanted - 1));
  }

  int walksPerRound() {
    return walksPerBundle * bundlesPerRound;
  }

  /** Most tokens of a bundle. */
  int maxTokens() {
    return sentenceTokens * walksPerBundle;
  }

  /** Rows in an arena: each token's vertex and context row, and the pool's. */
  int arenaRows() {
    return 2 * maxTokens() + maxPool;
  }
}
