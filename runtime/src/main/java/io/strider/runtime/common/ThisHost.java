package io.strider.runtime.common;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The host, or container, that this process runs on. Stateless. */
public final class ThisHost {

  private ThisHost() {}

  /** Its name, or words that say that it has none. */
  public static String name() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "a host without a name";
    }
  }
}
