package io.strider.runtime.output;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the content of one file. */
@FunctionalInterface
public interface OutputBody {

  /**
   * Writes everything; need neither flush nor close.
   *
   * @param out buffered; lives until this returns
   */
  void writeTo(OutputStream out) throws IOException;
}
