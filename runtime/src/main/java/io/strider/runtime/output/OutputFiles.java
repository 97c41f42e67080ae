package io.strider.runtime.output;

import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Some files that are published together. Each is written whole under a temporary name in the directory of its target
 * and forced to the disk; {@link #publish} then renames them in the order in which they were written. <b>Write the file
 * that readers look for last</b>: until it has its name, nothing looks finished. Where files are replaced, the old one
 * of that last file is removed first, so that new companions never stand beside old data. Closed without
 * {@code publish} (a failure, a cancellation), the temporaries are deleted and the targets are as they were. Only a killed
 * process leaves temporaries, named {@code .NAME.HOST-PID-N.tmp}, and one that could not give them their names; the next process
 * on this machine that writes the same target deletes them. Used by one thread.
 *
 * <pre>{@code
 * try (OutputFiles outputs = new OutputFiles(force)) {
 *   outputs.write(labels, out -> ...);
 *   outputs.write(data, out -> ...);
 *   outputs.publish();
 * }
 * }</pre>
 */
public final class OutputFiles implements AutoCloseable {

  /** So much of a file goes through the page cache, from which a small one is read again. */
  private static final long CACHED_BYTES = 1L << 26;

  /** Names of open files: what is behind them may be a regular one, but it has another name, or none. */
  private static final Pattern DESCRIPTOR = Pattern.compile("/dev/(stdin|stdout|stderr|fd/.*)|/proc/.*");

  private static final AtomicLong SERIAL = new AtomicLong();

  private record Staged(Path asked, Path target, Path temporary) {}

  private final boolean force;
  private final List<Staged> staged = new ArrayList<>();

  /**
   * Nothing yet.
   *
   * @param force whether files that exist are replaced
   */
  public OutputFiles(boolean force) {
    this.force = force;
  }

  /**
   * Whether a file can be written here, to be asked before the work begins; touches nothing.
   *
   * @throws InputException when the target is {@code -}, a directory or a device, exists without {@code force}, or when its
   *     directory is missing or not writable
   */
  public static void check(Path target, boolean force) {
    if (target.toString().equals("-")) {
      throw InputException.at("-", "the standard output", "the name of a file, which can be published whole");
    }
    if (target.toString().isEmpty()) {
      throw InputException.at("output", "an empty name", "the name of a file");
    }
    if (DESCRIPTOR.matcher(target.toAbsolutePath().normalize().toString()).matches()) {
      throw InputException.at(target.toString(), "a descriptor", "the name of a file, which can be published whole");
    }
    Path parent = parentOf(target);
    if (!Files.isDirectory(parent)) {
      throw InputException.at(target.toString(), "no directory " + parent, "a directory that exists");
    }
    if (Files.isDirectory(target)) {
      throw InputException.at(target.toString(), "a directory", "the name of a file");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      throw InputException.at(target.toString(), "a device or a pipe", "the name of a regular file");
    }
    if (!force && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw InputException.at(target.toString(), "a file that exists", "a new name, or --force to replace it");
    }
    if (!Files.isWritable(parentOf(resolve(target)))) {
      throw InputException.at(target.toString(), "a directory without write permission", "a writable directory");
    }
  }

  /** The first of some files that has the name of one before it, however the paths are spelt; null where each has its own. */
  public static @Nullable Path doubled(List<Path> files) {
    Set<Path> names = new HashSet<>();
    for (Path file : files) {
      if (!names.add(nameOf(file))) {
        return file;
      }
    }
    return null;
  }

  /** Whether some of the files are among {@code own}, and all that exist are, however the paths are spelt. */
  public static boolean allAmong(List<Path> files, List<Path> own) {
    List<Path> resolved = own.stream().map(OutputFiles::resolve).toList();
    return files.stream().anyMatch(file -> resolved.contains(resolve(file)))
        && files.stream().filter(Files::exists).allMatch(file -> resolved.contains(resolve(file)));
  }

  /**
   * Writes one more file under its temporary name. Of a large one most goes past the page cache, where that can be done.
   *
   * @param target the name that {@link #publish} will give it
   * @throws InputException as {@link #check}, and when writing fails, for example on a full disk
   */
  public void write(Path target, OutputBody body) {
    write(target, body, CACHED_BYTES, sink -> sink);
  }

  /** As {@link #write}, all of it through the page cache: for a file that is read at once. */
  public void writeCached(Path target, OutputBody body) {
    write(target, body, Long.MAX_VALUE, sink -> sink);
  }

  /**
   * As {@link #write}.
   *
   * @return SHA-256 of what was written, in hexadecimal
   */
  public String writeHashed(Path target, OutputBody body) {
    MessageDigest digest = Sha256.start();
    write(
        target,
        body,
        CACHED_BYTES,
        sink ->
            block -> {
              digest.update(block.duplicate());
              sink.write(block);
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private void write(Path target, OutputBody body, long cachedBytes, UnaryOperator<WriteBehind.Sink> through) {
    check(target, force);
    Path resolved = resolve(target);
    if (staged.stream().anyMatch(file -> nameOf(file.target).equals(nameOf(resolved)))) {
      throw InputException.at(target.toString(), "the same name for two outputs", "a name for each");
    }
    Leftovers.delete(resolved);
    Path temporary = unusedTemporary(resolved);
    staged.add(new Staged(target, resolved, temporary));
    try (FileSink file = new FileSink(temporary, cachedBytes);
        WriteBehind behind = new WriteBehind(through.apply(file))) {
      body.writeTo(behind);
      behind.finish();
      file.force();
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  private Staged staged(Path target) {
    return staged.stream()
        .filter(file -> file.asked.equals(target))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(target + " was not written"));
  }

  /** What was written and not published yet, by the absolute paths that it will have. */
  public List<Path> targets() {
    return staged.stream().map(Staged::target).toList();
  }

  /**
   * Whether {@link #publish} may give every file its name; touches nothing.
   *
   * @throws InputException when a target has appeared meanwhile and is not to be replaced
   */
  public void check() {
    for (Staged file : staged) {
      check(file.asked, force);
    }
  }

  /** As {@link #publish}, with this file last, whenever it was written: for a file whose companions describe it. */
  public void publishLast(Path target) {
    moveLast(target);
    publish();
  }

  /** Has {@link #publish} give a file its name last, whenever it was written. */
  public void moveLast(Path target) {
    Staged last = staged(target);
    staged.remove(last);
    staged.add(last);
  }

  /**
   * Gives every file its name, the last one last. Where one cannot have it, it and those behind it stay under their temporary
   * names, which the exception tells, for the old ones may be gone by then.
   *
   * @throws InputException when a target has appeared meanwhile and is not to be replaced, or when renaming fails
   */
  public void publish() {
    check();
    if (staged.size() > 1) {
      Staged last = staged.getLast();
      attempt(last, () -> Files.deleteIfExists(last.target));
    }
    List<Staged> unnamed = new ArrayList<>(staged);
    try {
      for (Staged file : staged) {
        attempt(file, () -> Files.move(file.temporary, file.target, StandardCopyOption.ATOMIC_MOVE));
        unnamed.removeFirst();
      }
    } catch (InputException e) {
      staged.clear();
      throw InputException.reported(
          e.getMessage() + "; what was written is kept as "
              + unnamed.stream().map(file -> file.temporary.toString()).collect(Collectors.joining(", ")));
    }
    staged.stream().map(file -> parentOf(file.target)).distinct().forEach(OutputFiles::forceDirectory);
    staged.clear();
  }

  /** Deletes what was written and not published. */
  @Override
  public void close() {
    for (Staged file : staged) {
      try {
        Files.deleteIfExists(file.temporary);
      } catch (IOException ignored) {
        // The failure that led here matters more than a temporary that stays behind.
      }
    }
    staged.clear();
  }

  private interface Step {
    Object run() throws IOException;
  }

  private static void attempt(Staged file, Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw failure(file.asked, e);
    }
  }

  private static InputException failure(Path target, IOException e) {
    String reason =
        switch (e) {
          case FileAlreadyExistsException _ -> "a temporary name in use";
          case NoSuchFileException _ -> "files cannot be made there";
          default -> InputException.reason(e);
        };
    return InputException.at(
        target.toString(), "a failure to write: " + reason, "a writable directory with room for the output", e);
  }

  /** In a container every process may have the same number; a leftover of the last one is passed over. */
  private static Path unusedTemporary(Path target) {
    Path temporary;
    do {
      long serial = SERIAL.incrementAndGet();
      temporary = target.resolveSibling(Leftovers.name(target, ProcessHandle.current().pid(), serial));
    } while (Files.exists(temporary, LinkOption.NOFOLLOW_LINKS));
    return temporary;
  }

  /** The file behind a symbolic link, so that the link stays and its file is replaced. */
  private static Path resolve(Path target) {
    try {
      return Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    } catch (IOException e) {
      return target.toAbsolutePath();
    }
  }

  /** One path for one name, whether the file is there or not. */
  private static Path nameOf(Path target) {
    Path absolute = target.toAbsolutePath().normalize();
    try {
      Path parent = parentOf(absolute).toRealPath();
      return resolve(parent.resolve(absolute.getFileName()));
    } catch (IOException e) {
      return absolute;
    }
  }

  private static Path parentOf(Path target) {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw InputException.at(target.toString(), "the root directory", "the name of a file");
    }
    return parent;
  }

  /** Makes renames outlast a power cut where the platform allows a directory to be opened. */
  private static void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException ignored) {
      // Not every platform can; the files themselves are on the disk already.
    }
  }
}
