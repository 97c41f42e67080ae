package io.strider.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;

/** Settings as Pekko configuration, on top of system properties, on top of {@code strider-cluster.conf}. */
public final class ClusterConfig {

  private static final String SYSTEM = "strider";

  private ClusterConfig() {}

  /** The configuration of a node with so many threads for walking. */
  public static Config of(ClusterSettings settings) {
    Map<String, Object> own = new HashMap<>();
    own.put("pekko.remote.artery.canonical.hostname", settings.host());
    own.put("pekko.remote.artery.canonical.port", settings.port());
    own.put(
        "pekko.cluster.seed-nodes",
        settings.seeds().stream().map(seed -> "pekko://" + SYSTEM + "@" + seed).toList());
    own.put("pekko.cluster.roles", settings.roles().stream().sorted().toList());
    Config base = ConfigFactory.parseResources("strider-cluster.conf");
    Config profile =
        settings.quickFailover() ? base.getConfig("strider.cluster.quick-failover") : ConfigFactory.empty();
    return ConfigFactory.parseMap(own)
        .withFallback(ConfigFactory.defaultOverrides())
        .withFallback(profile)
        .withFallback(base);
  }
}
