package io.strider.actors.walk;

import org.apache.pekko.actor.typed.ActorRef;

/** Takes walkers and trails to actors, here or on another node. */
public interface BulkSender {

  /** To actors of this process, by their mailboxes. */
  BulkSender IN_PROCESS =
      new BulkSender() {
        @Override
        public <M extends BulkMessage> void send(ActorRef<? super M> to, M message) {
          to.tell(message);
        }
      };

  /**
   * Sends without waiting. A message may be lost, doubled, delayed or overtaken; none of it changes a corpus. Safe from any
   * thread.
   *
   * @throws io.strider.runtime.common.ClusterException when it can never arrive: larger than a frame may be, to a node that
   *     takes no such transport, or after the transport itself has failed
   */
  <M extends BulkMessage> void send(ActorRef<? super M> to, M message);
}
