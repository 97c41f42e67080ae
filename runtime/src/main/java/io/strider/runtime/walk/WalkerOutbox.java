package io.strider.runtime.walk;

/** Walkers that wait to be sent, by the endpoint that takes them. Owned by one thread; grows with what waits. */
final class WalkerOutbox {

  private final Endpoints endpoints;
  private final WalkerBatch.Builder[] batches;

  WalkerOutbox(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.batches = new WalkerBatch.Builder[endpoints.count()];
    for (int to = 0; to < batches.length; to++) {
      batches[to] = new WalkerBatch.Builder();
    }
  }

  /** Bytes of an empty one. */
  static long bytes(int endpoints) {
    return endpoints * WalkerBatch.Builder.FIRST_BYTES;
  }

  /** The batch for walkers that go to where the row of {@code vertex} is. */
  WalkerBatch.Builder towards(int vertex) {
    return batches[endpoints.of(vertex)];
  }

  /** The batch for an endpoint. */
  WalkerBatch.Builder at(int endpoint) {
    return batches[endpoint];
  }

  /** Sends the batches of at least so many walkers; all of one attempt. */
  void send(int atLeast, WaveAttempt attempt, WalkOutlet outlet) {
    for (int to = 0; to < batches.length; to++) {
      if (batches[to].count() >= atLeast) {
        outlet.walkers(to, batches[to].seal(attempt));
      }
    }
  }
}
