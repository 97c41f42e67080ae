package io.strider.simulation.generate;

import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;

/** Ranges of parameters. */
final class Check {

  /** The most edges that are held in memory at once, at 8 bytes each. */
  static final long MAX_EDGES_IN_MEMORY = 1L << 30;

  private Check() {}

  static void require(boolean holds, String name, Object found, String expected) {
    if (!holds) {
      throw InputException.at(name, String.valueOf(found), expected);
    }
  }

  static void requireMemoryFor(long edges) {
    if (edges > MAX_EDGES_IN_MEMORY) {
      throw new LimitException(
          "generator: " + edges + " edges need " + edges * Long.BYTES + " bytes of memory, the limit is "
              + MAX_EDGES_IN_MEMORY * Long.BYTES + "; ask for fewer edges");
    }
  }
}
