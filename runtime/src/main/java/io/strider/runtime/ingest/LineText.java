package io.strider.runtime.ingest;

import java.nio.charset.StandardCharsets;

/** Shows pieces of input in messages: in backquotes, short, control characters escaped. */
final class LineText {

  private static final int SHOWN_BYTES = 60;

  private LineText() {}

  /** The bytes [from, to) as a person can read them. */
  static String show(byte[] bytes, int from, int to) {
    int shown = Math.min(to - from, SHOWN_BYTES);
    return "`" + decode(bytes, from, from + shown) + (shown < to - from ? "…`" : "`");
  }

  /** The bytes [from, to) with control characters escaped and broken UTF-8 replaced. */
  static String decode(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        out.append("\\t");
      } else if (Character.isISOControl(c)) {
        out.append(String.format("\\x%02x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
