package io.strider.actors.cluster;

import io.strider.actors.walk.Partition;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.walk.Endpoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** The nodes' inboxes of one attempt, numbered as they come, and which of them takes a partition's walkers. */
final class EndpointTable {

  private static final int NOBODY = -1;

  private final PartitionMap map;
  private final int[] ofPartition;
  private final List<ActorRef<Partition.Command>> inboxes = new ArrayList<>();

  EndpointTable(PartitionMap map) {
    this.map = map;
    this.ofPartition = new int[map.partitions()];
    clear();
  }

  void clear() {
    Arrays.fill(ofPartition, NOBODY);
    inboxes.clear();
  }

  /** A node takes the walkers of these partitions. */
  void add(ActorRef<Partition.Command> inbox, int[] own) {
    for (int partition : own) {
      ofPartition[partition] = inboxes.size();
    }
    inboxes.add(inbox);
  }

  /** Whether every partition has an inbox. */
  boolean complete() {
    return Arrays.stream(ofPartition).noneMatch(endpoint -> endpoint == NOBODY);
  }

  /** By number of the endpoint; of a class that control messages may carry. */
  List<ActorRef<Partition.Command>> inboxes() {
    return new ArrayList<>(inboxes);
  }

  /** By partition, the number of its endpoint; complete. */
  int[] ofPartitions() {
    return ofPartition.clone();
  }

  Endpoints table() {
    return new Endpoints(map, ofPartition);
  }
}
