package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.deploy.options.GraphInputOptions;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Run;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.ingest.GraphIngest;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestReport;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.ingest.distributed.PublishedGraph;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the graph of a command and tells what was in it. Stateless. */
final class Ingestion {

  private Ingestion() {}

  /** The graph, read by the threads of {@code settings}, to be closed by the caller. */
  static IngestedGraph read(GraphInputOptions options, EngineSettings settings, Run run) {
    GraphSource source = options.source(run.session().in());
    return read(source, options.ingest(), settings.threads(), run.progress(), run);
  }

  /** The same of a given source, heard by {@code listener}. */
  static IngestedGraph read(GraphSource source, IngestOptions options, int threads, StageListener listener, Run run) {
    IngestedGraph input = GraphIngest.read(source, options, threads, listener, run.session().cancellation());
    IngestReport report = input.report();
    run.note(sentence(report, options.keepSelfLoops()));
    describe(report, run.summary());
    return input;
  }

  /** The graph as the nodes of an engine's cluster read it, to be closed by the caller. */
  static PublishedGraph onNodes(StriderEngine engine, GraphInputOptions options, WalkParameters walk, Run run) {
    Path source = Objects.requireNonNull(options.path(), "a path");
    PublishedGraph input =
        engine.ingest(source, options.ingest(), walk, run.progress(), run.session().cancellation());
    IngestReport report = input.report();
    run.note(sentence(report, options.ingest().keepSelfLoops()));
    describe(report, run.summary());
    return input;
  }

  private static String sentence(IngestReport report, boolean loopsKept) {
    List<String> extras = new ArrayList<>();
    add(extras, report.duplicateEdges(), "duplicate edges merged");
    add(extras, report.selfLoops(), loopsKept ? "self-loops kept" : "self-loops dropped");
    add(extras, report.badLines(), "bad lines skipped");
    add(extras, report.isolatedVertices(), "vertices without an edge");
    String counts = Figures.exact(report.vertices()) + " vertices, " + Figures.exact(report.edges()) + " edges";
    return extras.isEmpty() ? counts : counts + " (" + String.join(", ", extras) + ")";
  }

  private static void add(List<String> extras, long count, String what) {
    if (count > 0) {
      extras.add(Figures.exact(count) + " " + what);
    }
  }

  private static void describe(IngestReport report, ObjectNode summary) {
    summary.put("vertices", report.vertices()).put("edges", report.edges());
    summary
        .putObject("ingest")
        .put("lines", report.lines())
        .put("edgeLines", report.edgeLines())
        .put("duplicateEdges", report.duplicateEdges())
        .put("selfLoops", report.selfLoops())
        .put("badLines", report.badLines())
        .put("isolatedVertices", report.isolatedVertices());
  }
}
