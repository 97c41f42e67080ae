package io.strider.runtime.evaluate;

/**
 * Mean and spread of some scores.
 *
 * @param mean arithmetic
 * @param standardDeviation of the sample (divisor n − 1); 0 for a single score
 */
public record Summary(double mean, double standardDeviation) {

  static Summary of(double[] scores) {
    double sum = 0;
    for (double score : scores) {
      sum += score;
    }
    double mean = sum / scores.length;
    double squares = 0;
    for (double score : scores) {
      squares += (score - mean) * (score - mean);
    }
    return new Summary(mean, scores.length < 2 ? 0 : Math.sqrt(squares / (scores.length - 1)));
  }
}
