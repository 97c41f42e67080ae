package io.strider.runtime.walk;

/**
 * Which sending-off of a wave's walkers something belongs to. Walkers that are sent off again are of the next attempt, and
 * those of the one before are then let in nowhere any more.
 *
 * @param wave number of the wave, from 0
 * @param attempt how often walkers of this wave were sent off before
 */
public record WaveAttempt(long wave, int attempt) {

  /** Checks the ranges. */
  public WaveAttempt {
    if (wave < 0 || attempt < 0) {
      throw new IllegalArgumentException("wave " + wave + ", attempt " + attempt);
    }
  }

  /** Whether this one makes {@code other}, of the same buffer, out of date. */
  boolean replaces(WaveAttempt other) {
    return wave > other.wave || (wave == other.wave && attempt > other.attempt);
  }
}
