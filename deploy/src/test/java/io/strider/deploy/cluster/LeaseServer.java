package io.strider.deploy.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * As much of Kubernetes' API server as keeps leases, on loopback: create, read and replace, each version of a lease to be replaced
 * once ({@code coordination.k8s.io/v1}). No TLS and no tokens.
 */
final class LeaseServer implements AutoCloseable {

  private static final String LEASES = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int CONFLICT = 409;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpServer server;
  private final Map<String, ObjectNode> leases = new HashMap<>();
  private long version;

  LeaseServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(LEASES, this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Who has a lease; empty if nobody does. */
  synchronized String holder(String name) {
    ObjectNode lease = leases.get(name);
    return lease == null ? "" : lease.at("/spec/holderIdentity").asText();
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().substring(LEASES.length());
    String name = path.isEmpty() ? "" : path.substring(1);
    switch (exchange.getRequestMethod()) {
      case "GET" -> reply(exchange, leases.containsKey(name) ? OK : NOT_FOUND, leases.get(name));
      case "POST" -> {
        ObjectNode lease = (ObjectNode) json.readTree(exchange.getRequestBody());
        String wanted = lease.at("/metadata/name").asText();
        boolean taken = leases.containsKey(wanted);
        reply(exchange, taken ? CONFLICT : CREATED, taken ? leases.get(wanted) : store(wanted, lease));
      }
      case "PUT" -> {
        ObjectNode lease = (ObjectNode) json.readTree(exchange.getRequestBody());
        ObjectNode known = leases.get(name);
        boolean same = known != null && known.at("/metadata/resourceVersion").equals(lease.at("/metadata/resourceVersion"));
        reply(exchange, same ? OK : CONFLICT, same ? store(name, lease) : known);
      }
      default -> reply(exchange, NOT_ALLOWED, null);
    }
  }

  private ObjectNode store(String name, ObjectNode lease) {
    lease.withObject("/metadata").put("resourceVersion", String.valueOf(++version));
    leases.put(name, lease);
    return lease;
  }

  private void reply(HttpExchange exchange, int status, @org.jspecify.annotations.Nullable ObjectNode lease) throws IOException {
    byte[] body = json.writeValueAsBytes(lease == null ? json.createObjectNode() : lease);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
