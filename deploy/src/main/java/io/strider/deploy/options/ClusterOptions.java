package io.strider.deploy.options;

import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.common.InputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Command-line words as {@link ClusterSettings}. */
public final class ClusterOptions {

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(60);

  private ClusterOptions() {}

  /** The settings of a process that listens at {@code HOST:PORT}. */
  public static ClusterSettings settings(
      String listen,
      List<String> seeds,
      Set<String> roles,
      Path workspace,
      boolean quickFailover,
      TransportOptions transport) {
    int colon = listen.lastIndexOf(':');
    try {
      int port = Integer.parseInt(listen.substring(colon + 1));
      String host = listen.substring(0, Math.max(0, colon));
      if (!host.isEmpty()) {
        return transport.apply(
            new ClusterSettings(host, port, seeds, roles, workspace, JOIN_TIMEOUT, quickFailover));
      }
    } catch (NumberFormatException e) {
      // Explained below, as every other form that is none.
    }
    throw InputException.at("--listen", listen, "HOST:PORT");
  }
}
