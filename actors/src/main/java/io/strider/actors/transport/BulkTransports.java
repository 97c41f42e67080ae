package io.strider.actors.transport;

import com.typesafe.config.Config;
import io.strider.actors.walk.BulkCounters;
import io.strider.runtime.common.ClusterException;
import java.lang.reflect.InvocationTargetException;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;

/** The bulk transport of an actor system, chosen by {@code strider.cluster.bulk}, and its counters. Safe from any thread. */
public final class BulkTransports implements Extension {

  /** One a system. */
  private static final class Id extends AbstractExtensionId<BulkTransports> {
    @Override
    public BulkTransports createExtension(ExtendedActorSystem system) {
      return new BulkTransports(system);
    }
  }

  private static final Id ID = new Id();

  private final BulkTransport transport;

  private BulkTransports(ExtendedActorSystem system) {
    Config config = system.settings().config();
    BulkTransport chosen = choose(system, config.getConfig("strider.cluster"));
    transport = wrap(chosen, config.getString("strider.cluster.bulk.wrapper"));
    system.registerOnTermination(transport::close);
  }

  /** The transport of a node of a cluster. */
  public static BulkTransport of(ActorSystem<?> system) {
    return ID.get(Adapter.toClassic(system)).transport;
  }

  /** What the transport of a system has carried. */
  public static BulkCounters counters(ActorSystem<?> system) {
    return BulkTraffic.of(Adapter.toClassic(system));
  }

  private static BulkTransport choose(ExtendedActorSystem system, Config config) {
    Config remote = system.settings().config().getConfig("pekko.remote.artery");
    Address address = system.provider().getDefaultAddress();
    String host = address.getHost().orElse("");
    String node = host + ":" + address.getPort().orElse(0);
    String name = config.getString("bulk.transport");
    ArteryTransport artery = new ArteryTransport(node, remote.getBytes("advanced.maximum-frame-size"));
    AeronSettings settings = AeronSettings.of(config.getConfig("aeron"), host);
    boolean mayUseAeron =
        !remote.getString("transport").equals("tls-tcp") || config.getBoolean("bulk.allow-plaintext-bulk");
    return switch (name) {
      case ArteryTransport.NAME -> artery;
      case AeronTransport.NAME -> {
        if (!mayUseAeron) {
          throw new ClusterException(
              "with TLS on, bulk by Aeron, which does not encrypt, is refused: use --transport artery, or say"
                  + " --allow-plaintext-bulk");
        }
        yield new AeronTransport(node, settings, BulkTraffic.of(system), null, failure -> stop(system, failure));
      }
      case ArteryTransport.AUTO -> mayUseAeron ? aeronOr(artery, settings, system) : artery;
      default ->
          throw new ClusterException("strider.cluster.bulk.transport is '" + name + "', expected auto, artery or aeron");
    };
  }

  /** Aeron that hands to Artery what it cannot carry; Artery alone where no media driver can start. */
  private static BulkTransport aeronOr(ArteryTransport artery, AeronSettings settings, ExtendedActorSystem system) {
    boolean own = settings.directory().isEmpty();
    if (own && !MediaDrivers.hasRoom(settings)) {
      system.log().info("too little shared memory for Aeron: walkers and trails go by Artery");
      return artery;
    }
    try {
      return new AeronTransport(
          artery.address().node(), settings, BulkTraffic.of(system), artery, failure -> stop(system, failure));
    } catch (ClusterException | LinkageError e) {
      if (!own) {
        throw e;
      }
      system.log().warning("walkers and trails go by Artery: {}", e.toString());
      return artery;
    }
  }

  /** A node whose transport is gone leaves, so that its partitions are placed elsewhere; a driver's run fails by itself. */
  private static void stop(ExtendedActorSystem system, ClusterException failure) {
    system.log().error(failure, "bulk transport failed");
    if (!system.settings().config().getStringList("pekko.cluster.roles").contains("driver")) {
      var stopped = system.terminate();
      system.log().info("node stops: {}", stopped);
    }
  }

  /** For tests that make a transport lose, double and delay what it carries. */
  private static BulkTransport wrap(BulkTransport inner, String wrapper) {
    if (wrapper.isEmpty()) {
      return inner;
    }
    try {
      return Class.forName(wrapper)
          .asSubclass(BulkTransport.class)
          .getConstructor(BulkTransport.class)
          .newInstance(inner);
    } catch (ReflectiveOperationException | ClassCastException e) {
      inner.close();
      Throwable cause = e instanceof InvocationTargetException thrown ? thrown.getCause() : e;
      throw new ClusterException("strider.cluster.bulk.wrapper " + wrapper + " cannot be used: " + cause);
    }
  }
}
