package io.strider.actors.transport;

import com.typesafe.config.ConfigFactory;
import io.aeron.CommonContext;
import io.aeron.driver.Configuration;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.exceptions.DriverTimeoutException;
import io.strider.runtime.common.ClusterException;
import java.io.File;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.UUID;
import org.agrona.IoUtil;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts Aeron media drivers in this process. Their files, the streams' logs, are in shared memory where the system has it
 * (/dev/shm), and are deleted when the driver is closed; those of drivers that were killed, when the next one starts.
 */
public final class MediaDrivers {

  private static final Logger LOG = LoggerFactory.getLogger(MediaDrivers.class);
  private static final String PREFIX = "strider-aeron-";
  private static final long DRIVER_TIMEOUT_MILLIS = 10_000;

  /** Of a fragment in shared memory: most messages are one, and need not be put together. */
  private static final int IPC_MTU_BYTES = Configuration.MAX_UDP_PAYLOAD_LENGTH;

  private static final int MAX_WINDOW_BYTES = 2 << 20;

  /** With less room for streams the default is Artery: 384 MiB with terms of 16 MiB. */
  private static final long LEAST_LOGS = 8;

  private static final long PARTS_OF_A_LOG = 3;

  private static final int MAX_SPINS = 10;
  private static final int MAX_YIELDS = 20;
  private static final long MIN_PARK_NANOS = 1_000;
  private static final long MAX_PARK_NANOS = 1_000_000;

  /** A driver that runs until it is closed. */
  public interface Running extends AutoCloseable {
    @Override
    void close();
  }

  private MediaDrivers() {}

  /** A directory that no other driver has. */
  public static File freshDirectory() {
    return new File(base(), PREFIX + UUID.randomUUID());
  }

  /** Whether there is room for a driver as configured, with the logs of a few streams. */
  public static boolean hasRoom() {
    return hasRoom(configured());
  }

  static boolean hasRoom(AeronSettings settings) {
    return base().getUsableSpace() >= LEAST_LOGS * PARTS_OF_A_LOG * settings.termBytes();
  }

  /**
   * Starts a driver for the nodes of this host that are told its directory; close it after they have stopped.
   *
   * @throws ClusterException when it cannot
   */
  public static Running launch(File directory) {
    return launch(directory, configured())::close;
  }

  private static AeronSettings configured() {
    return AeronSettings.of(ConfigFactory.load().getConfig("strider.cluster.aeron"), "");
  }

  static MediaDriver launch(File directory, AeronSettings settings) {
    sweep();
    try {
      int socketBuffer = grantedBytes(settings.socketBufferBytes());
      MediaDriver.Context context =
          new MediaDriver.Context()
              .aeronDirectoryName(directory.getAbsolutePath())
              .dirDeleteOnShutdown(true)
              .threadingMode(ThreadingMode.SHARED)
              .sharedIdleStrategy(idle())
              .publicationTermBufferLength(settings.termBytes())
              .ipcTermBufferLength(settings.termBytes())
              .mtuLength(settings.mtuBytes())
              .ipcMtuLength(IPC_MTU_BYTES)
              .socketRcvbufLength(socketBuffer)
              .socketSndbufLength(socketBuffer)
              .initialWindowLength(Math.min(Math.min(MAX_WINDOW_BYTES, socketBuffer), settings.termBytes() / 2))
              .errorHandler(e -> LOG.warn("Aeron media driver: {}", e.toString()));
      return MediaDriver.launch(context);
    } catch (RuntimeException | IOException e) {
      throw new ClusterException("cannot start an Aeron media driver in " + directory + ": " + e.getMessage());
    }
  }

  /** Whether a driver has given a sign of life in this directory lately. */
  static boolean isActive(File directory) {
    return CommonContext.isDriverActive(directory, DRIVER_TIMEOUT_MILLIS, message -> {});
  }

  static BackoffIdleStrategy idle() {
    return new BackoffIdleStrategy(MAX_SPINS, MAX_YIELDS, MIN_PARK_NANOS, MAX_PARK_NANOS);
  }

  /** What the system gives to a socket that asks for so much; Aeron refuses a window that is larger. */
  private static int grantedBytes(int wanted) throws IOException {
    try (DatagramChannel probe = DatagramChannel.open()) {
      probe.setOption(StandardSocketOptions.SO_RCVBUF, wanted);
      probe.setOption(StandardSocketOptions.SO_SNDBUF, wanted);
      int receive = probe.getOption(StandardSocketOptions.SO_RCVBUF);
      return Math.min(wanted, Math.min(receive, probe.getOption(StandardSocketOptions.SO_SNDBUF)));
    }
  }

  private static File base() {
    File memory = new File("/dev/shm");
    return memory.isDirectory() && memory.canWrite() ? memory : new File(System.getProperty("java.io.tmpdir"));
  }

  /** Of a driver that lets others wait: it starts just now, or was killed as it did, and the next sweep may know. */
  private static boolean isGone(File directory) {
    try {
      return !isActive(directory);
    } catch (DriverTimeoutException e) {
      return false;
    }
  }

  /** Deletes what drivers of ours left behind that were killed. */
  private static void sweep() {
    File[] left = base().listFiles((folder, name) -> name.startsWith(PREFIX));
    for (File directory : left == null ? new File[0] : left) {
      boolean begun = new File(directory, "cnc.dat").exists();
      if (begun && isGone(directory)) {
        LOG.info("deleting {} of a media driver that is gone", directory);
        IoUtil.delete(directory, true);
      }
    }
  }
}
