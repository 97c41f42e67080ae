package io.strider.runtime.walk;

/**
 * The rows of an open wave, a walk each. Lanes of the process that collects the wave write the vertices of their walkers right
 * into them, each its own cells, before they tell the buffer of it; so a vertex is copied once, by the core that has it in its
 * cache.
 *
 * @param wave number of the wave
 * @param firstWalk walk id of the first row
 * @param walkLength vertices a row holds
 * @param vertices row-major, walks × walkLength; written by many threads, no cell by two
 */
public record WaveRows(long wave, long firstWalk, int walkLength, int[] vertices) {

  /** Index of the vertex that a walk has at a step. */
  int at(long walkId, int step) {
    return (int) (walkId - firstWalk) * walkLength + step;
  }
}
