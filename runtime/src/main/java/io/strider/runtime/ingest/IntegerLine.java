package io.strider.runtime.ingest;

/**
 * The fast path of a line: two integers of at most nine digits without leading zeros, one delimiter between them,
 * then the end of the line, or a delimiter and a weight or columns to ignore. Not thread-safe.
 */
final class IntegerLine {

  private static final int MAX_DIGITS = 9;

  private int first;
  private int second;
  private double weight;

  int first() {
    return first;
  }

  int second() {
    return second;
  }

  /** The third column; 1 when it was not asked for. */
  double weight() {
    return weight;
  }

  /**
   * Reads the line at {@code at}, which a newline must end.
   *
   * @return where the next line begins, or −1 when the line is not of this form
   */
  int scan(byte[] bytes, int at, byte delimiter, boolean weighted) {
    int middle = scanFirst(bytes, at);
    if (middle < 0 || bytes[middle] != delimiter) {
      return -1;
    }
    int p = middle + 1;
    int value = 0;
    for (int digit; (digit = bytes[p] - '0') >= 0 && digit <= 9; p++) {
      value = value * 10 + digit;
    }
    if (!canonical(bytes, middle + 1, p)) {
      return -1;
    }
    second = value;
    weight = 1;
    if (weighted) {
      p = scanWeight(bytes, p, delimiter);
      if (p < 0) {
        return -1;
      }
    }
    if (bytes[p] == '\n') {
      return p + 1;
    }
    if (bytes[p] != delimiter && !endsLine(bytes, p)) {
      return -1;
    }
    while (bytes[p] != '\n') {
      p++;
    }
    return p + 1;
  }

  private int scanFirst(byte[] bytes, int at) {
    int p = at;
    int value = 0;
    for (int digit; (digit = bytes[p] - '0') >= 0 && digit <= 9; p++) {
      value = value * 10 + digit;
    }
    first = value;
    return canonical(bytes, at, p) ? p : -1;
  }

  private int scanWeight(byte[] bytes, int at, byte delimiter) {
    if (bytes[at] != delimiter) {
      return -1;
    }
    int end = at + 1;
    while (bytes[end] != delimiter && !endsLine(bytes, end)) {
      end++;
    }
    weight = WeightText.parse(bytes, at + 1, end);
    return Double.isNaN(weight) ? -1 : end;
  }

  private static boolean endsLine(byte[] bytes, int at) {
    return bytes[at] == '\n' || (bytes[at] == '\r' && bytes[at + 1] == '\n');
  }

  private static boolean canonical(byte[] bytes, int from, int to) {
    int length = to - from;
    return length > 0 && length <= MAX_DIGITS && (length == 1 || bytes[from] != '0');
  }
}
