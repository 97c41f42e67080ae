package io.strider.actors.cluster;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.cluster.Reachability;
import org.apache.pekko.cluster.UniqueAddress;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What the dead have said of the dead. A node that dies leaves behind what it had observed, until it is removed. Pekko 1.2.1 takes
 * each unreachable node that has observed another one for alive and badly connected, and where two have died one after the other it
 * downs the whole cluster, the survivors included (akka-core issue 30391, Akka.NET pull request 7141).
 */
final class DeadObservers {

  private DeadObservers() {}

  /**
   * Leaves out records that an unreachable observer has against a node which a live observer cannot reach either. Live observers are
   * those that nobody has a record against; only an observer that each of them has a record against is taken for dead, and where there
   * is no live observer nothing is left out. So a broken link between two nodes that a third one reaches stays as it is, and every
   * unreachable node stays unreachable. Among more than ten nodes not every one monitors every other
   * ({@code pekko.cluster.failure-detector.monitored-by-nr-of-members}, 9): there a dead observer may have live ones that never
   * monitored it, and its records stay.
   *
   * @param reachability not changed
   * @return the same object, or a copy with fewer records and the same versions
   */
  static Reachability prune(Reachability reachability) {
    Map<UniqueAddress, Set<UniqueAddress>> observersOf = new HashMap<>();
    Set<UniqueAddress> live = new HashSet<>();
    for (Reachability.Record record : CollectionConverters.asJava(reachability.records())) {
      if (!record.status().equals(Reachability.Reachable$.MODULE$)) {
        observersOf.computeIfAbsent(record.subject(), subject -> new HashSet<>()).add(record.observer());
        live.add(record.observer());
      }
    }
    live.removeAll(observersOf.keySet());
    if (live.isEmpty()) {
      return reachability;
    }
    return reachability.filterRecords(
        record -> {
          boolean dead = observersOf.getOrDefault(record.observer(), Set.of()).containsAll(live);
          Set<UniqueAddress> others = observersOf.getOrDefault(record.subject(), Set.of());
          return !dead || Collections.disjoint(others, live);
        });
  }
}
