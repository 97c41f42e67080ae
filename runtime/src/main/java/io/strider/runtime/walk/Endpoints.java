package io.strider.runtime.walk;

import io.strider.runtime.graph.PartitionMap;
import java.util.Arrays;

/**
 * Which endpoint takes the walkers of a vertex. An endpoint moves the walkers of one partition, or of all partitions that one
 * process holds: then a walker leaves it only for another process, and what leaves for that one travels together. Immutable.
 */
public final class Endpoints {

  private final PartitionMap map;
  private final int[] ofPartition;
  private final int count;

  /**
   * A table of endpoints.
   *
   * @param map which partition owns which vertex
   * @param ofPartition by partition, the number of its endpoint, from 0
   * @throws IllegalArgumentException when the table does not have an entry a partition, or has a negative one
   */
  public Endpoints(PartitionMap map, int[] ofPartition) {
    if (ofPartition.length != map.partitions() || Arrays.stream(ofPartition).anyMatch(number -> number < 0)) {
      throw new IllegalArgumentException(
          Arrays.toString(ofPartition) + ", expected an endpoint for each of " + map.partitions() + " partitions");
    }
    this.map = map;
    this.ofPartition = ofPartition.clone();
    this.count = Arrays.stream(ofPartition).max().orElseThrow() + 1;
  }

  /** One endpoint a partition, with its number. */
  public static Endpoints ofEach(PartitionMap map) {
    int[] same = new int[map.partitions()];
    Arrays.setAll(same, p -> p);
    return new Endpoints(map, same);
  }

  /** Number of endpoints. */
  public int count() {
    return count;
  }

  /** The endpoint that takes walkers which stand on a vertex. */
  public int of(int vertex) {
    return count == 1 ? 0 : ofPartition[map.owner(vertex)];
  }
}
