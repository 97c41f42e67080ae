package io.strider.actors.transport;

import io.strider.actors.walk.BulkFrames;
import io.strider.actors.walk.BulkMessage;
import io.strider.runtime.common.ClusterException;
import java.util.Collection;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Bulk by the connections that control messages use: {@link BulkSerializer} writes a batch into the connection's own buffer,
 * the only copy on this side. Artery's outbound queue drops what does not fit.
 */
final class ArteryTransport implements BulkTransport {

  static final String NAME = "artery";

  /** In an address: by Aeron, and by Artery as well. */
  static final String AUTO = "auto";

  private final BulkAddress address;
  private final long maxFrameBytes;

  /** A transport of the node at {@code node}; Artery itself silently drops frames that are larger than it allows. */
  ArteryTransport(String node, long maxFrameBytes) {
    this.address = new BulkAddress(node, NAME, "", 0, "");
    this.maxFrameBytes = maxFrameBytes;
  }

  @Override
  public BulkAddress address() {
    return address;
  }

  @Override
  public <M extends BulkMessage> void send(ActorRef<? super M> to, M message) {
    if (!to.path().address().hasLocalScope()) {
      checkSize(BulkFrames.bytes(message), maxFrameBytes, "pekko.remote.artery.advanced.maximum-frame-size");
    }
    to.tell(message);
  }

  static void checkSize(long bytes, long most, String setting) {
    if (bytes > most) {
      throw new ClusterException(
          "a frame of " + bytes + " bytes does not fit the transport, which takes " + most + ": raise " + setting);
    }
  }

  static void checkTransport(BulkAddress peer, String own) {
    if (!peer.transport().equals(own) && !peer.transport().equals(AUTO)) {
      throw new ClusterException(
          "node " + peer.node() + " takes bulk by " + peer.transport() + ", this one by " + own
              + ": give every process the same --transport, or auto");
    }
  }

  @Override
  public void connect(Collection<BulkAddress> peers) {
    peers.forEach(peer -> checkTransport(peer, NAME));
  }

  @Override
  public void disconnect(String node) {}

  @Override
  public <C> void expose(ActorRef<C> actor, Class<C> protocol) {}

  @Override
  public void withdraw(ActorRef<?> actor) {}

  @Override
  public void close() {}
}
