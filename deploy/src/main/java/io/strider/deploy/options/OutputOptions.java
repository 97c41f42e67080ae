package io.strider.deploy.options;

import io.strider.runtime.output.OutputFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where the result goes. */
public final class OutputOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      converter = OutputPath.class,
      description = "file to write (required); how it was made stands beside it in OUT.provenance.json")
  @SuppressWarnings("NullAway.Init")
  Path output;

  @Option(names = "--force", description = "replace files that exist")
  boolean force;

  /** The file to write. */
  public Path output() {
    return output;
  }

  /** Whether files that exist are replaced. */
  public boolean force() {
    return force;
  }

  /** Replaces files that exist as if {@link #force} had been said: those of this very run, which was killed while it published. */
  public void replaceOwn() {
    force = true;
  }

  /**
   * Checks before any work that a file can be written and is no input.
   *
   * @param option the option that named the file
   * @param file the file
   * @param input what the command reads, or null
   */
  public void check(String option, Path file, @Nullable Path input) {
    if (input != null && isWithin(file, input)) {
      throw Checks.usage(spec, option, file + ", which the command reads", "another file than its input");
    }
    OutputFiles.check(file, force);
  }

  /** Is a file what the command reads, or a file of the folder that it reads? */
  static boolean isWithin(Path file, Path input) {
    try {
      if (!Files.exists(input)) {
        return false;
      }
      Path parent = file.toAbsolutePath().normalize().getParent();
      return Files.isDirectory(input)
          ? parent != null && Files.exists(parent) && Files.isSameFile(parent, input)
          : Files.exists(file) && Files.isSameFile(file, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
