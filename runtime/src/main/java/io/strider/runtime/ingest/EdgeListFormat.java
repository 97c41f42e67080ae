package io.strider.runtime.ingest;

import io.strider.runtime.ingest.IngestOptions.Delimiter;
import org.jspecify.annotations.Nullable;

/**
 * One edge a line: two labels and, when weighted, a weight; further columns are ignored. A line whose first byte
 * other than spaces and tabs is {@code #} or {@code %} is a comment; one of only spaces and tabs is blank; both are
 * passed over. A carriage return before the newline belongs to the line end. There are no header lines: a first line
 * {@code source,target} is an edge.
 */
final class EdgeListFormat implements LineFormat {

  /** What a weight has to be. */
  static final String WEIGHT = "a finite positive number that a 32-bit float can hold";

  private static final LineFault LATE_BANNER =
      LineFault.fatal("the banner of a Matrix Market file", "it in the first line, where it says what the others are");

  private final EdgeSink sink;
  private final boolean weighted;
  private final LineFields fields = new LineFields();
  private final IntegerLine integers = new IntegerLine();
  private Delimiter delimiter;
  private byte separator;

  EdgeListFormat(EdgeSink sink, IngestOptions options) {
    this.sink = sink;
    this.weighted = options.weighted();
    this.delimiter = options.delimiter();
    this.separator = separatorOf(delimiter);
  }

  /** What separates the columns; until an edge was read, as the options have it. */
  Delimiter delimiter() {
    return delimiter;
  }

  @Override
  public int readIntegers(byte[] bytes, int at) {
    if (delimiter == Delimiter.AUTO) {
      return -1;
    }
    int next = integers.scan(bytes, at, separator, weighted);
    if (next >= 0) {
      sink.addIntegers(integers.first(), integers.second(), integers.weight(), false);
    }
    return next;
  }

  @Override
  public @Nullable LineFault readLine(byte[] bytes, int from, int to) {
    int end = withoutCarriageReturn(bytes, from, to);
    int p = firstByte(bytes, from, end);
    if (p == end || bytes[p] == '#' || bytes[p] == '%') {
      return MatrixMarketFormat.isBanner(bytes, p, end) ? LATE_BANNER : null;
    }
    if (delimiter == Delimiter.AUTO) {
      delimiter = decide(bytes, from, end);
      separator = separatorOf(delimiter);
    }
    fields.split(bytes, from, end, delimiter);
    if (fields.count() < 2 || fields.start(1) == fields.end(1)) {
      return LineFault.skippable(
          "only one column " + LineText.show(bytes, from, end), "two labels " + separatedBy(delimiter));
    }
    if (!weighted) {
      return sink.add(bytes, fields, 1, false);
    }
    if (fields.count() < 3 || fields.start(2) == fields.end(2)) {
      return LineFault.skippable(
          "no weight in " + LineText.show(bytes, from, end), "two labels and a weight " + separatedBy(delimiter));
    }
    double weight = WeightText.parse(bytes, fields.start(2), fields.end(2));
    return Double.isNaN(weight) ? badWeight(bytes, fields) : sink.add(bytes, fields, weight, false);
  }

  @Override
  public @Nullable LineFault finish() {
    return null;
  }

  /** What separates the columns if this line is the first edge of its file; null if it is none. */
  static @Nullable Delimiter delimiterOf(byte[] bytes, int from, int to) {
    int end = withoutCarriageReturn(bytes, from, to);
    int p = firstByte(bytes, from, end);
    return p == end || bytes[p] == '#' || bytes[p] == '%' ? null : decide(bytes, from, end);
  }

  static LineFault badWeight(byte[] bytes, LineFields fields) {
    return LineFault.skippable(
        "the weight " + LineText.show(bytes, fields.start(2), fields.end(2)),
        WEIGHT);
  }

  static int withoutCarriageReturn(byte[] bytes, int from, int to) {
    return to > from && bytes[to - 1] == '\r' ? to - 1 : to;
  }

  static int firstByte(byte[] bytes, int from, int to) {
    int p = from;
    while (p < to && LineFields.isBlank(bytes[p])) {
      p++;
    }
    return p;
  }

  private static Delimiter decide(byte[] bytes, int from, int to) {
    boolean comma = false;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\t') {
        return Delimiter.TAB;
      }
      comma |= bytes[i] == ',';
    }
    return comma ? Delimiter.COMMA : Delimiter.BLANK;
  }

  private static byte separatorOf(Delimiter delimiter) {
    return switch (delimiter) {
      case TAB -> '\t';
      case COMMA -> ',';
      case AUTO, BLANK -> ' ';
    };
  }

  private static String separatedBy(Delimiter delimiter) {
    return switch (delimiter) {
      case TAB -> "separated by a tab";
      case COMMA -> "separated by a comma";
      case AUTO, BLANK -> "separated by blanks";
    };
  }
}
