package io.strider.runtime.ingest;

/** Labels in messages. Stateless. */
public final class LabelText {

  private LabelText() {}

  /** A label as a person can read it: in backquotes, short, control characters escaped. */
  public static String show(byte[] utf8) {
    return LineText.show(utf8, 0, utf8.length);
  }
}
