package io.strider.runtime.walk;

import org.jspecify.annotations.Nullable;

/**
 * A walker whose next vertex is drawn by weighing all neighbours of the one it stands on, which takes the row of its
 * previous vertex: so it goes there and brings its own row along. Rare: rejection has failed many times before. The arrays
 * are never written.
 *
 * @param attempt its wave, and which sending-off of it
 * @param walkId of the walker
 * @param step number of its next vertex
 * @param previous vertex that it came from, whose row answers
 * @param current vertex that it stands on
 * @param trial number of the draw
 * @param targets neighbours of {@code current}
 * @param weights of the arcs to them, or null when every arc weighs 1
 */
public record RowQuestion(
    WaveAttempt attempt,
    long walkId,
    int step,
    int previous,
    int current,
    int trial,
    int[] targets,
    float @Nullable [] weights) {}
