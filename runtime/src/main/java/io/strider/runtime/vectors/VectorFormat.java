package io.strider.runtime.vectors;

import io.strider.runtime.common.InputException;
import io.strider.runtime.graph.Labels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How vectors stand in a file. V is the number of vectors, D their dimensions.
 *
 * <ul>
 *   <li>{@link #TEXT}: a line {@code V D}, then a line a vector: label, D decimal numbers, separated by one blank.
 *   <li>{@link #BINARY}: a line {@code V D}, then for each vector its label, a blank, D little-endian float32, a line feed;
 *       as word2vec.c writes and gensim's {@code load_word2vec_format(binary=True)} reads.
 *   <li>{@link #NPY}: NumPy format 1.0, little-endian float32 in C order, shape (V, D); labels stand in a second file
 *       {@code NAME.labels.txt}, one a line in the order of the rows.
 * </ul>
 *
 * The word2vec formats part label from numbers by a blank and vectors by a line feed, and have no quoting that any
 * reader knows, so a label there is not empty and holds no ASCII white space (bytes 9 to 13 and 32). In npy only line
 * feed and carriage return are impossible.
 */
public enum VectorFormat {
  TEXT("text"),
  BINARY("binary"),
  NPY("npy");

  private final String label;

  VectorFormat(String label) {
    this.label = label;
  }

  /** The name by which users ask for the format. */
  public String label() {
    return label;
  }

  /**
   * The format of a name.
   *
   * @throws InputException when there is none
   */
  public static VectorFormat parse(String name) {
    for (VectorFormat format : values()) {
      if (format.label.equals(name)) {
        return format;
      }
    }
    String names = Arrays.stream(values()).map(VectorFormat::label).collect(Collectors.joining(", "));
    throw InputException.at("--format", name, "one of " + names);
  }

  /** Every file that a set of vectors becomes in this format; the one that readers are given comes last. */
  public List<Path> files(Path output) {
    return this == NPY ? List.of(labelsFile(output), output) : List.of(output);
  }

  /** The file beside an npy file that holds its labels. */
  static Path labelsFile(Path output) {
    return output.resolveSibling(output.getFileName() + ".labels.txt");
  }

  /**
   * Finds a label that the format cannot hold, to be asked before training.
   *
   * @throws InputException naming the first such label
   */
  public void check(Labels labels) {
    for (int i = 0; i < labels.size(); i++) {
      byte[] utf8 = labels.utf8(i);
      if (!holds(utf8)) {
        throw InputException.at(
            "label '" + labels.label(i).replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'",
            utf8.length == 0 ? "no character" : "white space",
            this == NPY
                ? "a label without line breaks"
                : "a label that the " + label + " format can hold (not empty, no white space); --format npy can hold blanks");
      }
    }
  }

  private boolean holds(byte[] utf8) {
    for (byte b : utf8) {
      if (this == NPY ? b == '\n' || b == '\r' : b == ' ' || (b >= '\t' && b <= '\r')) {
        return false;
      }
    }
    return this == NPY || utf8.length > 0;
  }
}
