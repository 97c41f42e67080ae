package io.strider.runtime.export;

import io.strider.runtime.common.InputException;
import io.strider.runtime.graph.Labels;
import java.io.OutputStream;

/** How walks stand in a file. */
public enum WalkFormat {
  /** A line a walk: the labels of its vertices separated by tabs, in the order of the walk ids. */
  TEXT,
  /** Labels once, then vertex ids; see {@link BinaryWalkWriter}. */
  BINARY;

  /** A writer of this format. */
  public WalkWriter writer(OutputStream out, Labels labels) {
    return switch (this) {
      case TEXT -> new TextWalkWriter(out, labels);
      case BINARY -> new BinaryWalkWriter(out, labels);
    };
  }

  /**
   * Finds a label that the format cannot hold, to be asked before walking.
   *
   * @throws InputException naming the first such label
   */
  public void check(Labels labels) {
    if (this == BINARY) {
      return;
    }
    for (int v = 0; v < labels.size(); v++) {
      for (byte b : labels.utf8(v)) {
        if (b == '\t' || b == '\n' || b == '\r') {
          throw InputException.at(
              "--format text",
              "a tab or a line break in the label '" + labels.label(v).replaceAll("\\s", " ") + "'",
              "labels without them, or --format binary");
        }
      }
    }
  }
}
