package io.strider.runtime.checkpoint;

import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The names in a run folder.
 *
 * @param folder that exists, as its real path
 * @param patience of the {@link Fence}
 */
record RunFiles(Path folder, Duration patience) {

  private static final String CHECKPOINT = "checkpoint-";
  private static final Pattern CHECKPOINT_NAME = Pattern.compile(CHECKPOINT + "\\d{1,18}");
  private static final Pattern OWNER_NAME = Pattern.compile("owner-\\d{1,18}");
  private static final Pattern TEMPORARY_NAME = Pattern.compile("\\.(run|corpus|checkpoint-\\d{1,18})\\..*\\.tmp");

  Fence fence() {
    return new Fence(folder.resolve("fence"), patience);
  }

  Path state() {
    return folder.resolve("run");
  }

  Path corpus() {
    return folder.resolve("corpus");
  }

  Path owner(long epoch) {
    return folder.resolve("owner-" + epoch);
  }

  Path checkpoint(long number) {
    return folder.resolve(CHECKPOINT + number);
  }

  static long numberOf(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(CHECKPOINT.length()));
  }

  /** All checkpoints, the newest first. */
  List<Path> checkpoints() {
    List<Path> found = list(CHECKPOINT_NAME.asMatchPredicate());
    found.sort(Comparator.comparingLong(RunFiles::numberOf).reversed());
    return found;
  }

  /** What was kept of a run, the newest checkpoint last. */
  void deleteModel() {
    checkpoints().reversed().forEach(RunFiles::delete);
    delete(corpus());
  }

  /** What killed owners left half-written. */
  void deleteTemporaries() {
    list(TEMPORARY_NAME.asMatchPredicate()).forEach(RunFiles::delete);
  }

  void deleteOwnersBut(long epoch) {
    Path kept = owner(epoch);
    list(OWNER_NAME.asMatchPredicate()).stream().filter(file -> !file.equals(kept)).forEach(RunFiles::delete);
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw InputException.at(file.toString(), "not deleted: " + e, "a folder that can be written", e);
    }
  }

  private List<Path> list(Predicate<String> name) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, file -> name.test(file.getFileName().toString()))) {
      files.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw InputException.at(folder.toString(), "not readable: " + e, "a folder that can be read", e);
    }
    return found;
  }
}
