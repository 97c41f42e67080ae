package io.strider.deploy.options;

import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.common.InputException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Command-line words as {@link ClusterSettings}. */
public final class ClusterOptions {

  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(60);

  private ClusterOptions() {}

  /**
   * The settings of a process that listens at {@code HOST:PORT}.
   *
   * @param spec of the command, for the message when an option is wrong
   */
  public static ClusterSettings settings(
      CommandSpec spec,
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
    } catch (InputException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    throw Checks.usage(spec, "--listen", listen, "HOST:PORT");
  }
}
