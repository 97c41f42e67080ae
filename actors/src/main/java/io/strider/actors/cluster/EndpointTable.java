package io.strider.actors.cluster;

import io.strider.actors.transport.BulkAddress;
import io.strider.actors.walk.Partition;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.walk.Endpoints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The nodes' sides of one attempt, numbered as they come: which of their inboxes takes a partition's walkers, and which of them know
 * everybody by now. An actor's own.
 */
final class EndpointTable {

  private static final int NOBODY = -1;

  private final PartitionMap map;
  private final int[] ofPartition;
  private final List<ActorRef<Partition.Command>> inboxes = new ArrayList<>();
  private final Map<ActorRef<NodePass.Command>, BulkAddress> passes = new LinkedHashMap<>();
  private final Set<ActorRef<NodePass.Command>> connected = new HashSet<>();

  EndpointTable(PartitionMap map) {
    this.map = map;
    this.ofPartition = new int[map.partitions()];
    clear();
  }

  void clear() {
    Arrays.fill(ofPartition, NOBODY);
    inboxes.clear();
    passes.clear();
    connected.clear();
  }

  /** A node has opened its side; false when that was known. */
  boolean add(ClusterRun.Opened opened) {
    if (passes.put(opened.pass(), opened.address()) != null) {
      return false;
    }
    for (int partition : opened.own()) {
      ofPartition[partition] = inboxes.size();
    }
    inboxes.add(opened.inbox());
    return true;
  }

  /** A node's side knows everybody; whether it was the last, which is no news twice. */
  boolean connected(ActorRef<NodePass.Command> pass) {
    return connected.add(pass) && connected.size() == passes.size() && complete();
  }

  /** Sides that have not said that they know everybody. */
  List<ActorRef<NodePass.Command>> unconnected() {
    return passes.keySet().stream().filter(pass -> !connected.contains(pass)).toList();
  }

  /** A side is gone; whether it was one of these. */
  boolean lost(ActorRef<NodePass.Command> pass) {
    return passes.remove(pass) != null;
  }

  /** The nodes' sides. */
  Set<ActorRef<NodePass.Command>> passes() {
    return Set.copyOf(passes.keySet());
  }

  /** Where the nodes take bulk. */
  List<BulkAddress> addresses() {
    return List.copyOf(passes.values());
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
