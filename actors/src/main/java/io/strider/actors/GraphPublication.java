package io.strider.actors;

import io.strider.actors.walk.WalkPass;
import io.strider.runtime.common.InputException;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.walk.TransitionModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The graph file that the nodes load their rows from, once a graph. One thread at a time. */
final class GraphPublication {

  private final BiConsumer<Path, IOException> notDeleted;
  private @Nullable TransitionModel published;
  private @Nullable Path graphFile;
  private boolean own;

  /** With something to hear of files that could not be deleted. */
  GraphPublication(BiConsumer<Path, IOException> notDeleted) {
    this.notDeleted = notDeleted;
  }

  /** Takes a file, which stays its owner's, for what the nodes load to walk by a model. */
  void adopt(TransitionModel model, Path file) {
    delete();
    graphFile = file;
    published = model;
  }

  /** The file of a pass; written where the nodes find it, unless it is there. */
  Path of(WalkPass pass, Path workspace) {
    Path file = graphFile;
    if (file != null && published == pass.model()) {
      return file;
    }
    delete();
    Path fresh = workspace.toAbsolutePath().resolve("graph-" + UUID.randomUUID() + ".bin");
    try (OutputFiles files = new OutputFiles(false)) {
      Files.createDirectories(workspace);
      files.write(fresh, out -> pass.model().write(out, pass.cancellation()));
      files.publish();
    } catch (IOException e) {
      throw InputException.at("workspace " + workspace, e.toString(), "a folder that can be written");
    }
    graphFile = fresh;
    published = pass.model();
    own = true;
    return fresh;
  }

  /** Deletes the file if it was written here. */
  void delete() {
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
