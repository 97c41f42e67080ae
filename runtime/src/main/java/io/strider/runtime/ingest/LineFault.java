package io.strider.runtime.ingest;

/**
 * Why a line cannot be read. A value and not an exception, because a file may have millions of lines to skip.
 *
 * @param found what was read
 * @param expected what would have been accepted
 * @param fatal whether the rest of the file means nothing without this line, so that it can't be skipped
 */
record LineFault(String found, String expected, boolean fatal) {

  /** A fault of one line alone. */
  static LineFault skippable(String found, String expected) {
    return new LineFault(found, expected, false);
  }

  /** A fault that makes the file unusable. */
  static LineFault fatal(String found, String expected) {
    return new LineFault(found, expected, true);
  }
}
