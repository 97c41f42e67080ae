package io.strider.actors.api;

import io.strider.runtime.common.InputException;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.vectors.VectorFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that an embedding is written to: all of them appear at the end, whole, or none does. Immutable.
 *
 * @param vectors the vertex table
 * @param format of both
 * @param contexts the context table, or null for none
 * @param replace whether files that exist are replaced; otherwise they are refused before the job does any work
 */
public record VectorFiles(Path vectors, VectorFormat format, @Nullable Path contexts, boolean replace) {

  /** The vertex table alone; an existing file is refused. */
  public static VectorFiles of(Path vectors, VectorFormat format) {
    return new VectorFiles(vectors, format, null, false);
  }

  /** These files and one for the context table. */
  public VectorFiles withContexts(Path value) {
    return new VectorFiles(vectors, format, value, replace);
  }

  /** These files, replacing those that exist or not. */
  public VectorFiles withReplace(boolean value) {
    return new VectorFiles(vectors, format, contexts, value);
  }

  /** Every file that will be there; the vectors come last. */
  public List<Path> all() {
    List<Path> files = new ArrayList<>();
    if (contexts != null) {
      files.addAll(format.files(contexts));
    }
    files.addAll(format.files(vectors));
    return files;
  }

  void check() {
    all().forEach(file -> OutputFiles.check(file, replace));
    Path doubled = OutputFiles.doubled(all());
    if (doubled != null) {
      throw InputException.at(doubled.toString(), "the same name for two outputs", "a name for each");
    }
  }

  /** These files, replacing those that a publication of the same job may have left when it was cut off. */
  VectorFiles replacing(List<Path> interrupted) {
    return withReplace(replace || OutputFiles.allAmong(all(), interrupted));
  }
}
