package io.strider.runtime.workspace;

import io.strider.runtime.checkpoint.OwnerLock;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A driver's own folder in a workspace: {@code strider-driver-UUID}, and beside it {@code strider-driver-UUID.lock}, which the
 * driver holds locked while it lives. Whoever makes such a folder removes first those of drivers that are dead. Thread-safe.
 *
 * <p>The lock file comes before the folder and goes after it, and no name comes twice. Only its maker makes a lock file, and it is
 * deleted only by who holds its lock; so a maker that has the lock and still finds the file there has lost it to nobody, and what
 * stands behind a lock that somebody else gets is dead. All processes that use a workspace must see each other's file locks, as
 * those of one host do.
 */
public final class DriverFolder implements AutoCloseable {

  private static final String PREFIX = "strider-driver-";
  private static final String LOCK = ".lock";
  private static final Pattern LOCK_NAME =
      Pattern.compile(PREFIX + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" + Pattern.quote(LOCK));

  /** Another driver may take a fresh lock file for a dead one's, once for each time that it looks. */
  private static final int MAX_TRIES = 100;

  private final Path workspace;
  private final BiConsumer<Path, IOException> notDeleted;
  private @Nullable Path path;
  private @Nullable Path lockFile;
  private @Nullable OwnerLock lock;

  /**
   * A folder that is not there yet.
   *
   * @param workspace made if it is missing
   * @param notDeleted hears of what could not be deleted; it stays, and is tried again by the next driver
   */
  public DriverFolder(Path workspace, BiConsumer<Path, IOException> notDeleted) {
    this.workspace = workspace;
    this.notDeleted = notDeleted;
  }

  /**
   * The folder, absolute and spelt as the workspace is. The first call makes it, having removed what dead drivers left.
   *
   * @throws InputException when the workspace cannot be read, written and locked
   */
  public synchronized Path path() {
    if (path == null) {
      try {
        Files.createDirectories(workspace);
        removeDead(workspace.toRealPath());
        path = make();
      } catch (IOException | DirectoryIteratorException e) {
        throw InputException.at("workspace " + workspace, e.toString(), "a folder that can be written and locked", e);
      }
    }
    return path;
  }

  private Path make() throws IOException {
    for (int attempt = 0; attempt < MAX_TRIES; attempt++) {
      String name = PREFIX + UUID.randomUUID();
      Path fileOfLock = workspace.toRealPath().resolve(name + LOCK);
      OwnerLock mine = OwnerLock.takeNew(fileOfLock);
      if (mine == null) {
        continue;
      }
      try {
        if (Files.exists(fileOfLock)) {
          Path folder = Files.createDirectory(workspace.toAbsolutePath().resolve(name));
          lockFile = fileOfLock;
          lock = mine;
          return folder;
        }
      } catch (IOException e) {
        mine.close();
        throw e;
      }
      mine.close();
    }
    throw new IOException(MAX_TRIES + " lock files were removed while they were made");
  }

  private void removeDead(Path real) throws IOException {
    try (DirectoryStream<Path> locks =
        Files.newDirectoryStream(real, file -> LOCK_NAME.matcher(file.getFileName().toString()).matches())) {
      for (Path file : locks) {
        try (OwnerLock dead = OwnerLock.takeExisting(file)) {
          if (dead != null) {
            remove(file);
          }
        } catch (NoSuchFileException gone) {
          // Its driver, or another one, was quicker.
        } catch (IOException e) {
          notDeleted.accept(file, e);
        }
      }
    }
  }

  /** Removes a folder whose lock is held here, and then its lock file. */
  private static void remove(Path lockFile) throws IOException {
    String name = lockFile.getFileName().toString();
    Path folder = lockFile.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    Files.walkFileTree(folder, new Deletion());
    Files.deleteIfExists(lockFile);
  }

  /** Deletes the folder with all that is in it; what cannot be deleted is told and left to the next driver. */
  @Override
  public synchronized void close() {
    if (lock == null || lockFile == null) {
      return;
    }
    try (OwnerLock held = lock) {
      remove(lockFile);
    } catch (IOException e) {
      notDeleted.accept(lockFile, e);
    }
    path = null;
    lockFile = null;
    lock = null;
  }

  /** Deletes a tree; what somebody else has deleted meanwhile, or was never there, is no failure. Links are not followed. */
  private static final class Deletion extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) throws IOException {
      if (e != null && !(e instanceof NoSuchFileException)) {
        throw e;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
