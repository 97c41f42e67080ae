package io.strider.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Settings as Pekko configuration, on top of system properties, on top of {@code strider-cluster.conf}. */
public final class ClusterConfig {

  private static final String SYSTEM = "strider";
  private static final String PEM = "pekko.remote.artery.ssl.rotating-keys-engine.";

  /**
   * How long the first node of everybody's list looks for the others before it forms a cluster. The quick profile's second is over before
   * a JVM that was just started has reached anybody: one that was started anew formed a second cluster beside the first.
   */
  private static final String FIRST_LOOKS_FOR = "pekko.cluster.seed-node-timeout = 10 s";

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
    own.put("strider.cluster.bulk.transport", settings.bulk().transport().name().toLowerCase(Locale.ROOT));
    own.put("strider.cluster.bulk.allow-plaintext-bulk", settings.bulk().allowPlaintext());
    own.put("strider.cluster.aeron.directory", settings.bulk().aeronDirectory());
    TlsSettings tls = settings.tls();
    if (tls != null) {
      own.put("pekko.remote.artery.transport", "tls-tcp");
      own.put(
          "pekko.remote.artery.ssl.ssl-engine-provider",
          "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
      own.put(PEM + "key-file", tls.key().toAbsolutePath().toString());
      own.put(PEM + "cert-file", tls.certificate().toAbsolutePath().toString());
      own.put(PEM + "ca-cert-file", tls.authority().toAbsolutePath().toString());
    }
    Config base = ConfigFactory.parseResources("strider-cluster.conf");
    Config profile =
        settings.quickFailover() ? base.getConfig("strider.cluster.quick-failover") : ConfigFactory.empty();
    return ConfigFactory.parseMap(own)
        .withFallback(ConfigFactory.defaultOverrides())
        .withFallback(settings.splitBrain().config())
        .withFallback(isFirstOfSeveral(settings) ? ConfigFactory.parseString(FIRST_LOOKS_FOR) : ConfigFactory.empty())
        .withFallback(profile)
        .withFallback(base);
  }

  private static boolean isFirstOfSeveral(ClusterSettings settings) {
    return settings.seeds().size() > 1 && settings.seeds().getFirst().equals(settings.host() + ":" + settings.port());
  }
}
