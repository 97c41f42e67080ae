package io.strider.runtime.train;

/**
 * The loss −log σ(positive) − Σ log σ(−negative) of a few centres, read back from the gradients that training
 * computes anyway: |gradient| / weight is 1 − σ of the pair's own sign. One centre of every {@link
 * #WALKS_PER_SAMPLE}-th walk is sampled, by walk id alone.
 */
final class SampledLoss {

  /** One walk in so many gives a centre. */
  static final int WALKS_PER_SAMPLE = 4;

  private static final int NONE = Integer.MIN_VALUE;
  private static final double MIN_PROBABILITY = 1e-9;

  private SampledLoss() {}

  /** The token of this walk whose pairs are sampled, or a number below every token. */
  static int centre(long walk, int tokens) {
    return walk % WALKS_PER_SAMPLE == 0 ? (int) (walk / WALKS_PER_SAMPLE % tokens) : NONE;
  }

  /** The summed loss (nats) of all pairs of a block that was just trained; a pair of multiplicity m counts m times. */
  static double of(Block block, float rate) {
    double sum = 0;
    for (int c = 0; c < block.count(); c++) {
      for (int d = 0; d < Block.OUTPUTS; d++) {
        float weight = block.weight(d);
        if (weight != 0) {
          double wrong = Math.abs(block.gradient(c, d)) / weight;
          sum -= weight / rate * StrictMath.log(Math.max(MIN_PROBABILITY, 1 - wrong));
        }
      }
    }
    return sum;
  }
}
