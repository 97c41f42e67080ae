package io.strider.runtime.walk;

import org.jspecify.annotations.Nullable;

/** Where a lane's results go. Called by the lane's thread; must not block. */
public interface WalkOutlet {

  /**
   * A wave is collected in these rows from now on. Heard before its walkers set off, where they and their trails never leave the
   * process, nor overtake each other.
   */
  default void collects(WaveRows rows) {}

  /** The rows that collect a wave, or null if it is collected elsewhere. */
  default @Nullable WaveRows rows(long wave) {
    return null;
  }

  /** Walkers that now stand on a vertex of {@code endpoint}. */
  void walkers(int endpoint, WalkerBatch batch);

  /** Vertices that walkers went through. */
  void trail(TrailBatch batch);

  /** A row to be weighed where {@code endpoint}'s rows are. */
  void question(int endpoint, RowQuestion question);
}
