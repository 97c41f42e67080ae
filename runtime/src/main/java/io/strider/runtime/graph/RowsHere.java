package io.strider.runtime.graph;

import java.util.Set;

/** Which partitions' rows lie in this process. Immutable. */
public final class RowsHere {

  /** Every row of every graph. */
  public static final RowsHere ALL = new RowsHere(new PartitionMap(1), new boolean[] {true});

  private final PartitionMap map;
  private final boolean[] here;
  private final boolean all;

  private RowsHere(PartitionMap map, boolean[] here) {
    this.map = map;
    this.here = here;
    boolean every = true;
    for (boolean partition : here) {
      every &= partition;
    }
    this.all = every;
  }

  /** The rows of some partitions, given by number. */
  public static RowsHere of(PartitionMap map, Set<Integer> partitions) {
    boolean[] here = new boolean[map.partitions()];
    for (int partition : partitions) {
      here[partition] = true;
    }
    return new RowsHere(map, here);
  }

  /** Whether no row is elsewhere. */
  public boolean all() {
    return all;
  }

  /** Whether the row of a vertex is here. */
  public boolean holds(int vertex) {
    return all || here[map.owner(vertex)];
  }
}
