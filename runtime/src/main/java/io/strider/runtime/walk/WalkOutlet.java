package io.strider.runtime.walk;

/** Where a lane's results go. Called by the lane's thread; must not block. */
public interface WalkOutlet {

  /** Walkers that now stand on a vertex of {@code endpoint}. */
  void walkers(int endpoint, WalkerBatch batch);

  /** Vertices that walkers went through. */
  void trail(TrailBatch batch);

  /** A row to be weighed where {@code endpoint}'s rows are. */
  void question(int endpoint, RowQuestion question);
}
