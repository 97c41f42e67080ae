package io.strider.simulation.generate;

import java.io.IOException;

/** Takes the edges of a generator, in order, on one thread. */
@FunctionalInterface
public interface EdgeSink {

  /**
   * Takes some edges. The array is not kept.
   *
   * @param edges one a long: the smaller vertex id in the upper 32 bits, the larger in the lower
   * @param from first edge
   * @param to behind the last edge
   */
  void accept(long[] edges, int from, int to) throws IOException;
}
