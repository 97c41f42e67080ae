package io.strider.actors.cluster;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The nodes of one attempt to assemble a pass, and which of them have not said yet that they hold their rows. Those can be
 * asked again, for a message to another node may be lost. An actor's own.
 */
final class RowLoading {

  private final Map<ActorRef<WalkNode.Command>, WalkNode.Load> unanswered = new LinkedHashMap<>();
  private Set<ActorRef<WalkNode.Command>> nodes = Set.of();

  /** Forgets all nodes. */
  void clear() {
    unanswered.clear();
    nodes = Set.of();
  }

  /**
   * Takes the nodes of a new attempt; nothing is asked yet.
   *
   * @param homes the node of each partition
   * @param question what a node is asked that shall hold these partitions, in ascending order
   */
  void begin(Map<Integer, ActorRef<WalkNode.Command>> homes, Function<int[], WalkNode.Load> question) {
    clear();
    Map<ActorRef<WalkNode.Command>, List<Integer>> own = new LinkedHashMap<>();
    new TreeMap<>(homes).forEach((partition, node) -> own.computeIfAbsent(node, n -> new ArrayList<>()).add(partition));
    own.forEach(
        (node, numbers) ->
            unanswered.put(node, question.apply(numbers.stream().mapToInt(Integer::intValue).toArray())));
    nodes = Set.copyOf(own.keySet());
  }

  /** The nodes of this attempt. */
  Set<ActorRef<WalkNode.Command>> nodes() {
    return nodes;
  }

  /** Asks every node that has not answered; false if there is none. */
  boolean ask() {
    unanswered.forEach(ActorRef::tell);
    return !unanswered.isEmpty();
  }

  /** A node has answered; true if it was the last. Further answers of a node are no news. */
  boolean answered(ActorRef<WalkNode.Command> node) {
    return unanswered.remove(node) != null && unanswered.isEmpty();
  }
}
