package io.strider.actors;

import io.strider.actors.walk.WalkPass;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.workspace.DriverFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The graph file that the nodes load their rows from, once a graph. One thread at a time. */
final class GraphPublication {

  private final DriverFolder folder;
  private final BiConsumer<Path, IOException> notDeleted;
  private @Nullable TransitionModel published;
  private @Nullable Path graphFile;
  private boolean own;

  /** Files in a folder, which is closed by its owner, with something to hear of those that could not be deleted. */
  GraphPublication(DriverFolder folder, BiConsumer<Path, IOException> notDeleted) {
    this.folder = folder;
    this.notDeleted = notDeleted;
  }

  /** Takes a file, which stays its owner's, for what the nodes load to walk by a model. */
  void adopt(TransitionModel model, Path file) {
    delete();
    graphFile = file;
    published = model;
  }

  /** The file of a pass; written where the nodes find it, unless it is there. */
  Path of(WalkPass pass) {
    Path file = graphFile;
    if (file != null && published == pass.model()) {
      return file;
    }
    delete();
    Path fresh = folder.path().resolve("graph-" + UUID.randomUUID() + ".bin");
    try (OutputFiles files = new OutputFiles(false)) {
      files.writeCached(fresh, out -> pass.model().write(out, pass.cancellation()));
      files.publish();
    }
    graphFile = fresh;
    published = pass.model();
    own = true;
    return fresh;
  }

  /** Deletes the file if it was written here. */
  private void delete() {
    Path file = graphFile;
    boolean mine = own;
    graphFile = null;
    own = false;
    if (file != null && mine) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        notDeleted.accept(file, e);
      }
    }
  }
}
