package io.strider.deploy.options;

import io.strider.actors.cluster.BulkSettings;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.SplitBrain;
import io.strider.actors.cluster.TlsSettings;
import io.strider.runtime.common.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the processes of a cluster talk; every process of a cluster needs the same, but for {@code --transport auto}. */
public final class TransportOptions {

  @Option(
      names = "--transport",
      defaultValue = "auto",
      paramLabel = "auto|artery|aeron",
      description =
          "what carries walkers and trails between nodes: artery (TCP), aeron (UDP, shared memory with --aeron-dir), or auto,"
              + " which is aeron where there is room for it and no TLS, else artery; default: ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init")
  BulkSettings.Transport transport;

  @Option(
      names = "--aeron-dir",
      paramLabel = "DIR",
      description =
          "with --transport aeron or auto: directory of a running 'strider media-driver', for shared memory between JVMs of one"
              + " host (default: a media driver of its own)")
  @Nullable Path aeronDirectory;

  @Option(
      names = "--allow-plaintext-bulk",
      description = "with --transport aeron or auto, and TLS: let walkers and trails travel unencrypted all the same")
  boolean allowPlaintextBulk;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "private RSA key, PEM; with the two below turns on mutual TLS between nodes")
  @Nullable Path tlsKey;

  @Option(names = "--tls-certificate", paramLabel = "FILE", description = "certificate of that key, PEM")
  @Nullable Path tlsCertificate;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "certificate of the authority that has issued every node's certificate, PEM")
  @Nullable Path tlsAuthority;

  @Option(
      names = "--split-brain",
      defaultValue = "keep-majority",
      paramLabel = "keep-majority|lease-kubernetes",
      description =
          "who decides which side goes on when the network is cut, the same on all: the side with most nodes, or a lease of"
              + " Kubernetes' API server; default: ${DEFAULT-VALUE}")
  @SuppressWarnings("NullAway.Init")
  SplitBrain splitBrain;

  /** These settings with this transport, encryption and decision about splits. */
  ClusterSettings apply(ClusterSettings settings) {
    String directory = aeronDirectory == null ? "" : aeronDirectory.toAbsolutePath().toString();
    return settings.with(new BulkSettings(transport, directory, allowPlaintextBulk), tls()).with(splitBrain);
  }

  /** Whether anything was asked for that needs a cluster. */
  boolean given() {
    return transport != BulkSettings.Transport.AUTO
        || aeronDirectory != null
        || splitBrain != SplitBrain.KEEP_MAJORITY
        || allowPlaintextBulk
        || tlsKey != null
        || tlsCertificate != null
        || tlsAuthority != null;
  }

  private @Nullable TlsSettings tls() {
    if (tlsKey == null && tlsCertificate == null && tlsAuthority == null) {
      return null;
    }
    if (tlsKey == null || tlsCertificate == null || tlsAuthority == null) {
      List<String> missing = new ArrayList<>();
      if (tlsKey == null) {
        missing.add("--tls-key");
      }
      if (tlsCertificate == null) {
        missing.add("--tls-certificate");
      }
      if (tlsAuthority == null) {
        missing.add("--tls-ca");
      }
      throw InputException.at("TLS", "no " + String.join(", no ", missing), "all three files, or none");
    }
    return new TlsSettings(tlsKey, tlsCertificate, tlsAuthority);
  }
}
