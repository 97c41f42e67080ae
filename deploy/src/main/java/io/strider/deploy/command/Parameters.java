package io.strider.deploy.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.actors.EngineSettings;
import io.strider.actors.cluster.IngestShare;
import io.strider.actors.cluster.NodeReport;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;
import java.util.List;
import java.util.Locale;

/** Writes every parameter of a run into its provenance. Stateless. */
final class Parameters {

  private Parameters() {}

  static void describe(IngestOptions options, ObjectNode target) {
    target
        .put("directed", options.directed())
        .put("weighted", options.weighted())
        .put("delimiter", options.delimiter().name().toLowerCase(Locale.ROOT))
        .put("selfLoops", options.keepSelfLoops() ? "keep" : "drop")
        .put("badLines", options.badLines().name().toLowerCase(Locale.ROOT));
  }

  static void describe(WalkParameters walk, ObjectNode target) {
    target
        .put("walksPerVertex", walk.walksPerVertex())
        .put("walkLength", walk.walkLength())
        .put("returnParameter", walk.returnParameter())
        .put("inOutParameter", walk.inOutParameter());
  }

  static void describe(TrainingParameters training, long minCount, ObjectNode target) {
    target
        .put("dimensions", training.dimensions())
        .put("window", training.window())
        .put("negatives", training.negatives())
        .put("epochs", training.epochs())
        .put("minCount", minCount)
        .put("sample", training.sample())
        .put("learningRate", training.learningRate())
        .put("hogwild", training.hogwild());
  }

  /** What each node of the cluster did, where there was one. */
  static void nodes(List<NodeReport> reports, ObjectNode summary) {
    nodes(reports, List.of(), summary);
  }

  /** The same, with what each read of the graph; a node may have done one and not the other. */
  static void nodes(List<NodeReport> reports, List<IngestShare> shares, ObjectNode summary) {
    if (reports.isEmpty() && shares.isEmpty()) {
      return;
    }
    ArrayNode nodes = summary.putArray("nodes");
    for (NodeReport report : reports) {
      nodes
          .addObject()
          .put("address", report.address())
          .put("partitions", report.partitions())
          .put("steps", report.steps())
          .put("wavesBuffered", report.wavesBuffered())
          .put("walkersSent", report.walkersSent())
          .put("walkersReceived", report.walkersReceived())
          .put("refusedFrames", report.refusedFrames())
          .put("transport", report.traffic().transport())
          .put("bulkMessagesSent", report.traffic().bulkMessagesSent())
          .put("bulkBytesSent", report.traffic().bulkBytesSent())
          .put("controlMessagesSent", report.traffic().controlMessagesSent())
          .put("controlBytesSent", report.traffic().controlBytesSent())
          .put("droppedFrames", report.traffic().droppedFrames())
          .put("backPressured", report.traffic().backPressured())
          .put("doubledBatches", report.traffic().doubledBatches())
          .put("staleBatches", report.traffic().staleBatches());
    }
    for (IngestShare share : shares) {
      nodeOf(share.address(), nodes)
          .put("ingestTasks", share.tasks())
          .put("ingestEdgeLines", share.edgeLines())
          .put("ingestBytes", share.inputBytes());
    }
  }

  private static ObjectNode nodeOf(String address, ArrayNode nodes) {
    for (JsonNode node : nodes) {
      if (node instanceof ObjectNode object && object.path("address").asText().equals(address)) {
        return object;
      }
    }
    return nodes.addObject().put("address", address);
  }

  static void describe(EngineSettings settings, ObjectNode target) {
    target
        .put("threads", settings.threads())
        .put("partitions", settings.partitions())
        .put("memoryBytes", settings.memoryBytes())
        .put("trainer", settings.trainer().kind().name().toLowerCase(Locale.ROOT))
        .put("table", settings.trainer().format().name().toLowerCase(Locale.ROOT));
    switch (settings.trainer().kind()) {
      case CUDA, AUTO -> settings.trainer().devices().forEach(target.putArray("devices")::add);
      case CPU, SCALAR, SIMD -> {}
    }
  }
}
