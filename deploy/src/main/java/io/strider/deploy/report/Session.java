package io.strider.deploy.report;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.time.Clock;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.InstantSource;

/**
 * The world around one command: in the program that of its process, in tests captured streams.
 *
 * @param out results: text, or with {@code --json} one JSON object
 * @param err progress and failures
 * @param in the graph when it is given as {@code -}
 * @param terminal whether {@code err} is a terminal that a line can be refreshed on
 * @param clock elapsed and processor time
 * @param instants the time of day, for provenance
 * @param cancellation set once the person asked to stop
 */
public record Session(
    PrintWriter out,
    PrintWriter err,
    InputStream in,
    boolean terminal,
    Clock clock,
    InstantSource instants,
    Cancellation cancellation) {

  /** The same world with results going elsewhere. */
  public Session withOut(PrintWriter other) {
    return new Session(other, err, in, terminal, clock, instants, cancellation);
  }
}
