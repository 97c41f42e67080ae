package io.strider.runtime.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Matrix Market coordinate files (Boisvert, Pozo, Remington, NISTIR 5935): entry (i, j) is an edge between the
 * labels {@code i} and {@code j}, 1-based as they are written. Accepts square {@code pattern}, {@code real} and
 * {@code integer} matrices, {@code general} and {@code symmetric}; a symmetric entry is two arcs in a directed read.
 * Indices that no entry names do not become vertices.
 */
final class MatrixMarketFormat implements LineFormat {

  private static final byte[] BANNER = "%%matrixmarket".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern BLANKS = Pattern.compile("[ \t]+");
  private static final String BANNER_FORM =
      "%%MatrixMarket matrix coordinate pattern|real|integer general|symmetric";
  private static final int BANNER_WORDS = 5;
  private static final int MAX_LONG_DIGITS = 18;

  private enum Next {
    BANNER,
    SIZE,
    ENTRY
  }

  private final EdgeSink sink;
  private final boolean weighted;
  private final LineFields fields = new LineFields();
  private final IntegerLine integers = new IntegerLine();
  private Next next = Next.BANNER;
  private boolean symmetric;
  private long order;
  private long declared;
  private long seen;

  MatrixMarketFormat(EdgeSink sink, IngestOptions options) {
    this.sink = sink;
    this.weighted = options.weighted();
  }

  /** Whether a file that begins with [from, to) is one of these. */
  static boolean isBanner(byte[] bytes, int from, int to) {
    if (to - from < BANNER.length) {
      return false;
    }
    for (int i = 0; i < BANNER.length; i++) {
      if (Character.toLowerCase((char) bytes[from + i]) != BANNER[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int readIntegers(byte[] bytes, int at) {
    if (next != Next.ENTRY || seen == declared) {
      return -1;
    }
    int end = integers.scan(bytes, at, (byte) ' ', weighted);
    int row = integers.first();
    int column = integers.second();
    if (end < 0 || row < 1 || row > order || column < 1 || column > order) {
      return -1;
    }
    seen++;
    sink.addIntegers(row, column, integers.weight(), symmetric);
    return end;
  }

  @Override
  public @Nullable LineFault readLine(byte[] bytes, int from, int to) {
    int end = EdgeListFormat.withoutCarriageReturn(bytes, from, to);
    if (next == Next.BANNER) {
      next = Next.SIZE;
      return readBanner(LineText.decode(bytes, from, end));
    }
    int p = EdgeListFormat.firstByte(bytes, from, end);
    if (p == end || bytes[p] == '%') {
      return null;
    }
    fields.split(bytes, from, end, IngestOptions.Delimiter.BLANK);
    if (next == Next.SIZE) {
      next = Next.ENTRY;
      return readSize(bytes, from, end);
    }
    return readEntry(bytes, from, end);
  }

  @Override
  public @Nullable LineFault finish() {
    if (next != Next.ENTRY) {
      return LineFault.fatal("the end of the file", "a size line `rows columns entries`");
    }
    return seen == declared
        ? null
        : LineFault.fatal("the end of the file after " + seen + " entries", declaredEntries());
  }

  private @Nullable LineFault readBanner(String line) {
    String[] words = BLANKS.split(line.strip().toLowerCase(Locale.ROOT), BANNER_WORDS + 1);
    boolean understood =
        words.length == BANNER_WORDS
            && words[1].equals("matrix")
            && words[2].equals("coordinate")
            && Set.of("pattern", "real", "integer").contains(words[3])
            && Set.of("general", "symmetric").contains(words[4]);
    if (!understood) {
      return LineFault.fatal("the banner `" + line + "`", "`" + BANNER_FORM + "`");
    }
    if (weighted && words[3].equals("pattern")) {
      return LineFault.fatal(
          "a pattern matrix, which has no weights", "a real or integer matrix, or an unweighted read");
    }
    symmetric = words[4].equals("symmetric");
    return null;
  }

  private @Nullable LineFault readSize(byte[] bytes, int from, int to) {
    boolean three = fields.count() == 3;
    order = three ? number(bytes, 0) : -1;
    declared = three ? number(bytes, 2) : -1;
    long columns = three ? number(bytes, 1) : -1;
    if (order < 0 || columns < 0 || declared < 0) {
      return LineFault.fatal(LineText.show(bytes, from, to), "a size line `rows columns entries`");
    }
    return order == columns
        ? null
        : LineFault.fatal(
            "a matrix of " + order + " × " + columns, "a square matrix, whose rows and columns are vertices");
  }

  private @Nullable LineFault readEntry(byte[] bytes, int from, int to) {
    if (++seen > declared) {
      return LineFault.fatal("one more entry " + LineText.show(bytes, from, to), declaredEntries());
    }
    if (fields.count() < (weighted ? 3 : 2)) {
      return LineFault.skippable(
          "too few columns " + LineText.show(bytes, from, to), weighted ? "`row column weight`" : "`row column`");
    }
    for (int i = 0; i < 2; i++) {
      long index = bytes[fields.start(i)] == '0' ? -1 : number(bytes, i);
      if (index < 1 || index > order) {
        return LineFault.skippable(
            "the index " + LineText.show(bytes, fields.start(i), fields.end(i)), "a number from 1 to " + order);
      }
    }
    double weight = weighted ? WeightText.parse(bytes, fields.start(2), fields.end(2)) : 1;
    return Double.isNaN(weight) ? EdgeListFormat.badWeight(bytes, fields) : sink.add(bytes, fields, weight, symmetric);
  }

  private String declaredEntries() {
    return declared + " entries as the size line says";
  }

  /** The decimal number in a column, or −1. */
  private long number(byte[] bytes, int column) {
    int from = fields.start(column);
    int to = fields.end(column);
    long value = to - from > MAX_LONG_DIGITS ? -1 : 0;
    for (int i = from; i < to && value >= 0; i++) {
      int digit = bytes[i] - '0';
      value = digit >= 0 && digit <= 9 ? value * 10 + digit : -1;
    }
    return value;
  }
}
