package io.strider.deploy.cluster;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Hosts on a network that can be cut: network namespaces, joined by a bridge that lies in one more. Nothing is changed on this
 * machine's own network, and all of it is gone when the namespaces are.
 */
final class Hosts implements AutoCloseable {

  private static final String NAME = "strider-" + ProcessHandle.current().pid() + "-";
  private static final String SWITCH = NAME + "switch";
  private static final String BRIDGE = "bridge0";
  private static final String NETWORK = "10.213.0.";
  private static final long PATIENCE_SECONDS = 20;
  private static final String LISTENS = "0A";

  private final List<String> namespaces = new ArrayList<>();

  private Hosts() {}

  /** So many hosts, numbered from 1; a test that asks for them is skipped, with the reason, where there can be none. */
  static Hosts open(int hosts) throws IOException, InterruptedException {
    assumeTrue("root".equals(System.getProperty("user.name")), "no network to cut: namespaces need root");
    assumeTrue(Stream.of("/sbin/ip", "/usr/sbin/ip", "/bin/ip").map(Path::of).anyMatch(Files::isExecutable),
        "no network to cut: no command ip (iproute2)");
    Hosts all = new Hosts();
    try {
      String refused = all.tryToAdd(SWITCH);
      assumeTrue(refused.isEmpty(), () -> "no network to cut: no right to make a namespace: " + refused);
      String noBridge = run("-n", SWITCH, "link", "add", "name", BRIDGE, "type", "bridge");
      assumeTrue(noBridge.isEmpty(), () -> "no network to cut: no bridge: " + noBridge);
      ip("-n", SWITCH, "link", "set", BRIDGE, "up");
      for (int host = 1; host <= hosts; host++) {
        all.add(host);
      }
      return all;
    } catch (Throwable e) {
      all.close();
      throw e;
    }
  }

  private void add(int host) throws IOException, InterruptedException {
    String namespace = NAME + host;
    String refused = tryToAdd(namespace);
    if (!refused.isEmpty()) {
      throw new IOException(refused);
    }
    ip("-n", namespace, "link", "set", "lo", "up");
    ip("-n", SWITCH, "link", "add", "name", port(host), "type", "veth", "peer", "name", "eth0", "netns", namespace);
    ip("-n", namespace, "address", "add", address(host) + "/24", "dev", "eth0");
    ip("-n", namespace, "link", "set", "eth0", "up");
    ip("-n", SWITCH, "link", "set", port(host), "up");
    join(host);
  }

  private String tryToAdd(String namespace) throws IOException, InterruptedException {
    String refused = run("netns", "add", namespace);
    if (refused.isEmpty()) {
      namespaces.add(namespace);
    }
    return refused;
  }

  /** The address of a host. */
  String address(int host) {
    return NETWORK + host;
  }

  /** The words before a command that is to run on a host; the process that they start becomes the command's own. */
  List<String> on(int host) {
    return List.of("ip", "netns", "exec", NAME + host);
  }

  /**
   * Takes a host's cable out of the switch: from now on everything to and from it vanishes without a word, while its link stays up
   * and its connections stay open.
   */
  void cut(int host) throws IOException, InterruptedException {
    ip("-n", SWITCH, "link", "set", port(host), "nomaster");
  }

  /** Puts a host's cable into the switch. */
  void join(int host) throws IOException, InterruptedException {
    ip("-n", SWITCH, "link", "set", port(host), "master", BRIDGE);
  }

  /** What is listened on, over TCP and UDP, on the host where a process runs: each as {@code ADDRESS:PORT}. */
  static List<String> listening(long pid) throws IOException {
    List<String> sockets = new ArrayList<>();
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(pid), "net", protocol))) {
        String[] columns = line.strip().split(" +", -1);
        boolean socket = Character.isDigit(columns[0].charAt(0));
        if (socket && (protocol.startsWith("udp") || columns[3].equals(LISTENS))) {
          sockets.add(readable(columns[1]));
        }
      }
    }
    return sockets;
  }

  /** The kernel writes four bytes as a number of its own byte order; an IPv4 address in IPv6 is its last four. */
  private static String readable(String socket) {
    int colon = socket.indexOf(':');
    byte[] address = HexFormat.of().parseHex(socket.substring(colon - 8, colon));
    String host = "";
    for (int i = address.length - 1; i >= 0; i--) {
      host += (address[i] & 0xff) + (i > 0 ? "." : "");
    }
    return host + ":" + HexFormat.fromHexDigits(socket.substring(colon + 1));
  }

  private static String port(int host) {
    return "port" + host;
  }

  private static void ip(String... words) throws IOException, InterruptedException {
    String complaint = run(words);
    if (!complaint.isEmpty()) {
      throw new IOException("ip " + String.join(" ", words) + ": " + complaint);
    }
  }

  /** What the command had to complain about; empty when all went well. */
  private static String run(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "did not end";
    }
    return process.exitValue() == 0 ? "" : "exit code " + process.exitValue() + ": " + said;
  }

  /** Takes the network away; the processes on it must be gone. */
  @Override
  public void close() throws IOException, InterruptedException {
    List<String> left = new ArrayList<>();
    for (String namespace : namespaces) {
      String complaint = run("netns", "delete", namespace);
      if (!complaint.isEmpty()) {
        left.add(namespace + ": " + complaint);
      }
    }
    if (!left.isEmpty()) {
      throw new IOException("namespaces are left: " + left);
    }
  }
}
