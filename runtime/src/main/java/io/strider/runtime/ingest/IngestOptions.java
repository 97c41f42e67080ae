package io.strider.runtime.ingest;

/**
 * How edges are to be read.
 *
 * @param directed whether {@code a b} says nothing about {@code b a}; otherwise both are the same edge
 * @param weighted whether the third column is a weight, a finite positive number; otherwise it is ignored
 * @param delimiter what separates the columns of an edge list; Matrix Market always has blanks
 * @param keepSelfLoops whether {@code a a} is an edge; otherwise it only makes {@code a} a vertex
 * @param badLines what happens at a line that cannot be read
 */
public record IngestOptions(
    boolean directed, boolean weighted, Delimiter delimiter, boolean keepSelfLoops, BadLines badLines) {

  /** What separates the columns of an edge list. */
  public enum Delimiter {
    /** As the first edge of each file shows: a tab if it has one, else a comma if it has one, else blanks. */
    AUTO,
    /** One tab. Fields are taken as they stand: spaces belong to labels, at their ends too. */
    TAB,
    /** One comma. Spaces and tabs at the ends of a field are dropped. Quotes have no meaning. */
    COMMA,
    /** Any run of spaces and tabs. */
    BLANK
  }

  /** What happens at a line that cannot be read. */
  public enum BadLines {
    /** The read fails and names the line. */
    FAIL,
    /** The line adds nothing, not even a vertex, and is counted. */
    SKIP
  }

  /** Undirected, unweighted, delimiter by the first edge, self-loops dropped, fails at a bad line. */
  public static final IngestOptions DEFAULT =
      new IngestOptions(false, false, Delimiter.AUTO, false, BadLines.FAIL);

  /** These options with another {@link #directed}. */
  public IngestOptions withDirected(boolean value) {
    return new IngestOptions(value, weighted, delimiter, keepSelfLoops, badLines);
  }

  /** These options with another {@link #weighted}. */
  public IngestOptions withWeighted(boolean value) {
    return new IngestOptions(directed, value, delimiter, keepSelfLoops, badLines);
  }

  /** These options with another {@link #delimiter}. */
  public IngestOptions withDelimiter(Delimiter value) {
    return new IngestOptions(directed, weighted, value, keepSelfLoops, badLines);
  }

  /** These options with another {@link #keepSelfLoops}. */
  public IngestOptions withKeepSelfLoops(boolean value) {
    return new IngestOptions(directed, weighted, delimiter, value, badLines);
  }

  /** These options with other {@link #badLines}. */
  public IngestOptions withBadLines(BadLines value) {
    return new IngestOptions(directed, weighted, delimiter, keepSelfLoops, value);
  }
}
