package io.strider.actors.transport;

import io.strider.actors.walk.BulkSender;
import java.util.Collection;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How walkers and trails get to actors on other nodes. At most once, in any order: the walk repairs what is lost, see
 * {@code WalkerAdmission}. Messages to actors of this process go to their mailboxes. All methods are safe from any thread.
 */
public interface BulkTransport extends BulkSender, AutoCloseable {

  /** Where other nodes reach this one. */
  BulkAddress address();

  /** What carries messages to the nodes that are known: artery, aeron, or both, as {@code aeron+artery}. */
  default String carrier() {
    return address().transport();
  }

  /**
   * Makes ready to send to these nodes; those that are known already, and this one, change nothing.
   *
   * @throws io.strider.runtime.common.ClusterException when one of them takes bulk by another transport
   */
  void connect(Collection<BulkAddress> peers);

  /** Forgets a node that has left the cluster; what was not sent to it yet is dropped. */
  void disconnect(String node);

  /**
   * Lets other nodes reach an actor of this one.
   *
   * @param protocol messages that it takes; others are refused
   */
  <C> void expose(ActorRef<C> actor, Class<C> protocol);

  /** Lets nobody reach this actor any more. */
  void withdraw(ActorRef<?> actor);

  /** Stops sending and receiving, and frees sockets, threads and shared memory. Closing twice is harmless. */
  @Override
  void close();
}
