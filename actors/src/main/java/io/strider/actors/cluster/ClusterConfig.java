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
        .withFallback(profile)
        .withFallback(base);
  }
}
