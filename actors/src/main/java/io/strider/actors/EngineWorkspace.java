package io.strider.actors;

import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.time.Clock;
import io.strider.runtime.workspace.DriverFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;

/** What an engine keeps in the workspace of its cluster, in a folder of its own. One thread at a time. */
record EngineWorkspace(DriverFolder folder, GraphPublication publication, ClusterIngest ingest) implements AutoCloseable {

  /** Nothing is written yet; null without a cluster. */
  static @Nullable EngineWorkspace of(@Nullable ClusterSettings cluster, ActorSystem<?> system, Clock clock) {
    if (cluster == null) {
      return null;
    }
    BiConsumer<Path, IOException> notDeleted =
        (file, e) -> system.log().warn("could not delete {}: {}", file, e.toString());
    DriverFolder folder = new DriverFolder(cluster.workspace(), notDeleted);
    return new EngineWorkspace(
        folder,
        new GraphPublication(folder, notDeleted),
        new ClusterIngest(cluster, folder, system.settings().config().getConfig("strider.cluster.ingest"), clock));
  }

  /** Deletes the folder; what cannot be deleted is logged. */
  @Override
  public void close() {
    folder.close();
  }
}
