package io.strider.deploy.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.progress.Monitor;
import org.jspecify.annotations.Nullable;

/**
 * One command at work: where its progress goes, and the summary it leaves. The summary becomes the JSON object; results
 * for people are printed as text instead. Used by the thread of the command.
 */
public final class Run {

  private static final String PEAK = "peakRssBytes";
  private static final String ESTIMATE = "estimatedPeakBytes";

  private final Session session;
  private final Verbosity verbosity;
  private final Progress progress;
  private ObjectNode summary = JsonNodeFactory.instance.objectNode();
  private boolean adopted;
  private final long startNanos;

  /** Starts the clock of the run. */
  public Run(Session session, Verbosity verbosity) {
    this(session, verbosity, new Progress(session, verbosity.quiet()));
  }

  /** As {@link #Run(Session, Verbosity)}, with progress that goes somewhere else. */
  public Run(Session session, Verbosity verbosity, Progress progress) {
    this.session = session;
    this.verbosity = verbosity;
    this.progress = progress;
    this.startNanos = session.clock().nanoTime();
    summary.putArray("stages");
    for (String field : new String[] {"vertices", "edges", PEAK, "corpusHash", "vectorsHash"}) {
      summary.putNull(field);
    }
  }

  /** The world around the command. */
  public Session session() {
    return session;
  }

  /** Progress of the stages. */
  public Progress progress() {
    return progress;
  }

  /** What a stage on this thread needs. */
  public Monitor monitor() {
    return new Monitor(progress, session.clock(), session.cancellation());
  }

  /** The JSON object in the making; the five fields that every run has are null until they are known. */
  public ObjectNode summary() {
    return summary;
  }

  /** Says something about the run on standard error, unless it is to be quiet. */
  public void note(String text) {
    progress.line(text);
  }

  /** Prints a result for people on standard output; with {@code --json} nothing but the object goes there. */
  public void print(String text) {
    progress.clear();
    if (!verbosity.json()) {
      session.out().println(text);
      session.out().flush();
    }
  }

  /** Notes how much memory the process was expected to have resident at most; the end of the run compares. */
  public void estimate(long peakBytes) {
    summary.put(ESTIMATE, peakBytes);
  }

  /** Elapsed time since the run began. */
  public double seconds() {
    return (session.clock().nanoTime() - startNanos) / 1e9;
  }

  /** Ends the run well: completes the summary, and prints it when it was asked for. */
  public void finish() {
    progress.clear();
    if (!adopted) {
      complete();
    }
    Long peak = summary.hasNonNull(PEAK) ? summary.get(PEAK).asLong() : null;
    if (verbosity.json()) {
      session.out().println(Json.line(summary));
      session.out().flush();
    } else {
      note("done in " + Figures.duration(seconds()) + memory(peak));
    }
  }

  private void complete() {
    fillStages();
    summary.put(PEAK, PeakMemory.residentBytes());
    summary.put("seconds", seconds());
  }

  /** The JSON object as it would be printed if the run ended well now. */
  public String report() {
    complete();
    return Json.line(summary);
  }

  /** Takes the {@link #report} of a run in another process for this run's own, which then only adds to it. */
  public void adopt(String report) {
    summary = Json.read(report);
    adopted = true;
  }

  private String memory(@Nullable Long peak) {
    if (peak == null) {
      return "";
    }
    String estimate =
        summary.hasNonNull(ESTIMATE) ? " (estimated " + Figures.bytes(summary.get(ESTIMATE).asLong()) + ")" : "";
    return ", peak memory " + Figures.bytes(peak) + estimate;
  }

  private void fillStages() {
    ArrayNode stages = summary.withArray("stages");
    stages.removeAll();
    for (StageReport report : progress.reports()) {
      stages
          .addObject()
          .put("name", report.stage().label())
          .put("items", report.items())
          .put("unit", report.stage().unit())
          .put("seconds", report.seconds())
          .put("cpuSeconds", report.cpuSeconds());
    }
  }
}
