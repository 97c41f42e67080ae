package io.strider.deploy.command;

import io.strider.actors.transport.MediaDrivers;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.ClusterException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One Aeron media driver for all nodes of a host. */
@Command(
    name = "media-driver",
    description = {
      "Runs an Aeron media driver until it is stopped, for the JVMs of this host that are started with the same --aeron-dir:"
          + " they exchange walkers and trails through shared memory. Start it before them, stop it after them.",
    },
    footer = {
      "",
      "Example:",
      "  strider media-driver --aeron-dir /dev/shm/strider",
      "  strider node --transport aeron --aeron-dir /dev/shm/strider"
    })
final class MediaDriverCommand extends Job {

  private static final long POLL_MILLIS = 100;

  @Option(
      names = "--aeron-dir",
      required = true,
      paramLabel = "DIR",
      description = "where its files go; best in memory (/dev/shm), and deleted at the end")
  @SuppressWarnings("NullAway.Init")
  Path directory;

  MediaDriverCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    CompletableFuture<Void> never = new CompletableFuture<>();
    MediaDrivers.Running driver = MediaDrivers.launch(directory.toFile());
    try {
      run.note("media driver in " + directory + " is up");
      run.summary().put("directory", directory.toString());
      while (!run.session().cancellation().isCancelled()) {
        try {
          never.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          // Still serving.
        } catch (InterruptedException | ExecutionException e) {
          throw new ClusterException("the media driver was interrupted");
        }
      }
    } finally {
      driver.close();
    }
    run.session().cancellation().check();
  }
}
