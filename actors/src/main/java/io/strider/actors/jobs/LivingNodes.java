package io.strider.actors.jobs;

import java.util.HashSet;
import java.util.Set;

/**
 * The nodes of the cluster, for an actor that hears of removals itself. The cluster's state is kept by another actor, which may hear
 * later than this one that a node was removed, so those are left out until the state does without them. One actor's.
 */
final class LivingNodes {

  private final Set<String> gone = new HashSet<>();

  /** A node was removed; its incarnation never comes back. */
  void removed(String node) {
    gone.add(node);
  }

  /** Those of the state that were not removed. */
  Set<String> of(Set<String> state) {
    gone.retainAll(state);
    Set<String> living = new HashSet<>(state);
    living.removeAll(gone);
    return living;
  }
}
