package io.strider.runtime.walk;

import io.strider.runtime.common.InputException;

/**
 * Everything about walking that changes the corpus (Grover, Leskovec, KDD 2016).
 *
 * @param walksPerVertex walks that start at each vertex
 * @param walkLength vertices in a walk, the start included; a sink ends a walk early
 * @param returnParameter p: going back to the previous vertex weighs 1/p
 * @param inOutParameter q: going to a vertex that the previous one has no edge to weighs 1/q
 * @param seed of starts and steps
 */
public record WalkParameters(
    int walksPerVertex, int walkLength, double returnParameter, double inOutParameter, long seed) {

  /** The longest walk, in vertices. */
  public static final int MAX_WALK_LENGTH = 1 << 20;

  /** The most walks a vertex. */
  public static final int MAX_WALKS_PER_VERTEX = 1 << 20;

  /** The paper's values. */
  public static final WalkParameters DEFAULT = new WalkParameters(10, 80, 1, 1, 1);

  /** Checks every range. */
  public WalkParameters {
    require(walksPerVertex >= 1 && walksPerVertex <= MAX_WALKS_PER_VERTEX, "walks per vertex", walksPerVertex,
        "1 to " + MAX_WALKS_PER_VERTEX);
    require(walkLength >= 1 && walkLength <= MAX_WALK_LENGTH, "walk length", walkLength, "1 to " + MAX_WALK_LENGTH);
    require(inRange(returnParameter), "p", returnParameter, "a number from 1e-6 to 1e6");
    require(inRange(inOutParameter), "q", inOutParameter, "a number from 1e-6 to 1e6");
  }

  /** These parameters with other {@link #walksPerVertex}. */
  public WalkParameters withWalksPerVertex(int value) {
    return new WalkParameters(value, walkLength, returnParameter, inOutParameter, seed);
  }

  /** These parameters with another {@link #walkLength}. */
  public WalkParameters withWalkLength(int value) {
    return new WalkParameters(walksPerVertex, value, returnParameter, inOutParameter, seed);
  }

  /** These parameters with another {@link #returnParameter}. */
  public WalkParameters withReturnParameter(double value) {
    return new WalkParameters(walksPerVertex, walkLength, value, inOutParameter, seed);
  }

  /** These parameters with another {@link #inOutParameter}. */
  public WalkParameters withInOutParameter(double value) {
    return new WalkParameters(walksPerVertex, walkLength, returnParameter, value, seed);
  }

  /** These parameters with another {@link #seed}. */
  public WalkParameters withSeed(long value) {
    return new WalkParameters(walksPerVertex, walkLength, returnParameter, inOutParameter, value);
  }

  /** Whether p = q = 1, so that a step depends on the current vertex alone. */
  public boolean firstOrder() {
    return returnParameter == 1 && inOutParameter == 1;
  }

  private static boolean inRange(double x) {
    return x >= 1e-6 && x <= 1e6;
  }

  private static void require(boolean holds, String name, Object found, String expected) {
    if (!holds) {
      throw InputException.at(name, String.valueOf(found), expected);
    }
  }
}
