package io.strider.runtime.walk;

/** Where a lane's results go. Called by the lane's thread; must not block. */
public interface WalkOutlet {

  /** Walkers that now stand on a vertex of {@code partition}. */
  void walkers(int partition, WalkerBatch batch);

  /** Vertices that walkers went through. */
  void trail(TrailBatch batch);
}
