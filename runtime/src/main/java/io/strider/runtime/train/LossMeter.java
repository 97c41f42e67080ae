package io.strider.runtime.train;

/** Adds up the sampled loss of walks. Thread-safe; in deterministic training the calls come in walk order. */
final class LossMeter {

  private double sum;
  private long pairs;

  synchronized void add(Bundle bundle) {
    sum += bundle.loss;
    pairs += bundle.lossPairs;
  }

  /** Mean loss a positive pair (nats) since the last call, or NaN. */
  synchronized double take() {
    double mean = sum / pairs;
    sum = 0;
    pairs = 0;
    return mean;
  }
}
