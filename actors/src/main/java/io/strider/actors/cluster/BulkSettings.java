package io.strider.actors.cluster;

import io.strider.runtime.common.InputException;

/**
 * How walkers and trails travel between nodes: the same on all of them, or {@link Transport#AUTO}, which gets on with both others.
 *
 * @param transport what carries them
 * @param aeronDirectory of a running media driver to share with other JVMs of this host; empty for one of its own
 * @param allowPlaintext whether Aeron, which does not encrypt, may be used although TLS is on
 */
public record BulkSettings(Transport transport, String aeronDirectory, boolean allowPlaintext) {

  /** What carries walkers and trails. */
  public enum Transport {
    /**
     * Aeron between two processes that both can use it, else Artery: where shared memory has room for Aeron's logs, walkers may travel
     * unencrypted, and datagrams arrive.
     */
    AUTO,
    /** The TCP connections, with TLS if that is on, that control messages use. */
    ARTERY,
    /** Aeron: shared memory between JVMs of one media driver, UDP between others. */
    AERON
  }

  /** By Aeron where it can be used. */
  public static final BulkSettings DEFAULT = new BulkSettings(Transport.AUTO, "", false);

  /** Checks that they fit each other. */
  public BulkSettings {
    if (!aeronDirectory.isEmpty() && transport == Transport.ARTERY) {
      throw InputException.at("Aeron directory", aeronDirectory, "transport aeron or auto beside it");
    }
  }
}
