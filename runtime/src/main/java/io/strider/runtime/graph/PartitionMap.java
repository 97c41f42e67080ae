package io.strider.runtime.graph;

import io.strider.runtime.common.InputException;

/**
 * Says by arithmetic which partition owns a vertex: {@code id mod P}, which deals the hubs of a descending-degree order
 * out evenly. P can be changed without renumbering anything. Immutable.
 */
public final class PartitionMap {

  private final int partitions;
  private final long reciprocal;

  /**
   * A map to P partitions.
   *
   * @param partitions P, at least 1
   */
  public PartitionMap(int partitions) {
    if (partitions < 1) {
      throw InputException.at("partitions", String.valueOf(partitions), "at least 1");
    }
    this.partitions = partitions;
    this.reciprocal = Long.divideUnsigned(-1L, partitions) + 1;
  }

  /** P. */
  public int partitions() {
    return partitions;
  }

  /**
   * The partition that owns a vertex. Division by a multiplication with 2<sup>64</sup>/P, exact for every id (Lemire,
   * Kaser, Kurz 2019); for P = 1 the reciprocal is zero and the answer is {@code vertex mod 1} all the same.
   */
  public int owner(int vertex) {
    if (partitions == 1) {
      return 0;
    }
    return vertex - (int) Math.unsignedMultiplyHigh(reciprocal, vertex) * partitions;
  }
}
