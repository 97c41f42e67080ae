package io.strider.actors.transport;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How bulk goes by Aeron; {@code strider.cluster.aeron} in reference.conf says what each is for.
 *
 * @param host address to listen on
 * @param port UDP port, or 0 for any free one
 * @param directory of a running media driver to share, or empty for one of its own
 * @param termBytes of each of the three terms of a stream's log; a frame may have an eighth of it
 * @param mtuBytes of a datagram
 * @param socketBufferBytes asked of the operating system, which may give less
 * @param queueFrames frames that may wait for one node
 * @param queueBytes bytes that may wait for one node
 * @param connectTimeout how long the first frame may wait for a node if Artery can carry it instead
 * @param giveUpTimeout how long a frame may wait for a node that does not take it
 */
record AeronSettings(
    String host,
    int port,
    String directory,
    int termBytes,
    int mtuBytes,
    int socketBufferBytes,
    int queueFrames,
    long queueBytes,
    Duration connectTimeout,
    Duration giveUpTimeout) {

  static AeronSettings of(Config aeron, String host) {
    return new AeronSettings(
        host,
        aeron.getInt("port"),
        aeron.getString("directory"),
        Math.toIntExact(aeron.getBytes("term-buffer")),
        Math.toIntExact(aeron.getBytes("mtu")),
        Math.toIntExact(aeron.getBytes("socket-buffer")),
        aeron.getInt("queue-frames"),
        aeron.getBytes("queue-bytes"),
        aeron.getDuration("connect-timeout"),
        aeron.getDuration("give-up-timeout"));
  }
}
