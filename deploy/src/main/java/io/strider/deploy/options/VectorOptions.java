package io.strider.deploy.options;

import io.strider.deploy.report.Provenance;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.vectors.VectorFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which vectors are written, and how. */
public final class VectorOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(
      names = "--format",
      defaultValue = "TEXT",
      paramLabel = "text|binary|npy",
      description = "word2vec text, word2vec binary, or NumPy with labels beside it (default: text)")
  @SuppressWarnings("NullAway.Init")
  VectorFormat format;

  @Option(
      names = "--context-out",
      paramLabel = "FILE",
      converter = OutputPath.class,
      description = "write the second table, of contexts, too")
  @Nullable Path contextOutput;

  /** How vectors stand in a file. */
  public VectorFormat format() {
    return format;
  }

  /** Where the second table goes, or null when nobody asked for it. */
  public @Nullable Path contextOutput() {
    return contextOutput;
  }

  /** Every file that the command will write, provenance included. */
  public List<Path> files(Path output) {
    List<Path> files = new ArrayList<>(format.files(output));
    files.add(Provenance.beside(output));
    if (contextOutput != null) {
      files.addAll(format.files(contextOutput));
      files.add(Provenance.beside(contextOutput));
    }
    return files;
  }

  /** Checks every file before any work. */
  public void check(OutputOptions output, @Nullable Path input) {
    for (Path file : format.files(output.output())) {
      output.check("--output", file, input);
    }
    if (contextOutput == null) {
      return;
    }
    Path doubled = OutputFiles.doubled(files(output.output()));
    if (doubled != null) {
      throw Checks.usage(spec, "--context-out", doubled + ", which would be two files of this run", "another name");
    }
    for (Path file : format.files(contextOutput)) {
      output.check("--context-out", file, input);
    }
    output.check("--context-out", Provenance.beside(contextOutput), input);
  }
}
