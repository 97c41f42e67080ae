package io.strider.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/** Who decides which side of a cluster goes on when its nodes cannot reach each other; the same on all of them. */
public enum SplitBrain {
  /** The nodes themselves: the side with most of role {@link ClusterSettings#PARTITION}. */
  KEEP_MAJORITY(""),

  /**
   * A lease that the API server of Kubernetes keeps: the side that gets it, for which the side with most nodes of role {@link
   * ClusterSettings#PARTITION} has a head start. So there is one side also when neither has the majority, and none when the API
   * server cannot be reached.
   */
  LEASE_KUBERNETES(
      """
      pekko.cluster.split-brain-resolver {
        active-strategy = lease-majority
        lease-majority.lease-implementation = "pekko.coordination.lease.kubernetes"
        lease-majority.role = partition
      }
      """);

  private final String settings;

  SplitBrain(String settings) {
    this.settings = settings;
  }

  /** What differs from {@code strider-cluster.conf}. */
  Config config() {
    return ConfigFactory.parseString(settings);
  }
}
