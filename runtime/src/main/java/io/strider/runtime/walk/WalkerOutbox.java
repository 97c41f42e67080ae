package io.strider.runtime.walk;

import org.jspecify.annotations.Nullable;

/** Walkers that wait to be sent, by the endpoint that takes them. Owned by one thread; grows with what waits. */
final class WalkerOutbox {

  private final Endpoints endpoints;

  /** By endpoint; a partition of a thousand needs no thousand of them until walkers go everywhere. */
  private final WalkerBatch.@Nullable Builder[] batches;


  WalkerOutbox(Endpoints endpoints) {
    this.endpoints = endpoints;
    this.batches = new WalkerBatch.@Nullable Builder[endpoints.count()];
  }

  /**
   * Bytes of one from which walkers have gone everywhere.
   *
   * @param reached endpoints that have vertices
   */
  static long bytes(int endpoints, long reached) {
    return (long) Integer.BYTES * endpoints + reached * WalkerBatch.Builder.FIRST_BYTES;
  }

  /** The batch for walkers that go to where the row of {@code vertex} is. */
  WalkerBatch.Builder towards(int vertex) {
    return at(endpoints.of(vertex));
  }

  /** The batch for an endpoint. */
  WalkerBatch.Builder at(int endpoint) {
    WalkerBatch.Builder batch = batches[endpoint];
    if (batch == null) {
      batch = new WalkerBatch.Builder();
      batches[endpoint] = batch;
    }
    return batch;
  }

  /** Sends the batches of at least so many walkers; all of one attempt. */
  void send(int atLeast, WaveAttempt attempt, WalkOutlet outlet) {
    for (int to = 0; to < batches.length; to++) {
      WalkerBatch.Builder batch = batches[to];
      if (batch != null && batch.count() >= atLeast) {
        outlet.walkers(to, batch.seal(attempt));
      }
    }
  }
}
