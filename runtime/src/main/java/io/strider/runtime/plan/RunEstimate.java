package io.strider.runtime.plan;

import io.strider.runtime.common.LimitException;
import io.strider.runtime.ingest.IngestFootprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The memory that the process of an embedding will have resident by the end of each stage, before anything is read. A
 * process that was given more than it needs keeps what it once had: so what an ingest no longer needs still counts in the
 * stages after it, where the budget allows.
 *
 * @param stages in the order in which they run
 */
public record RunEstimate(List<Stage> stages) {

  /**
   * What a small run has resident when it has read its graph: code, its compiler, thread stacks. These constants are
   * measured, with the launcher's settings; another program may differ.
   */
  private static final long PROCESS_READING_BYTES = 130L << 20;

  /** The same after a pass of walks: with actors, and a young generation of 64 MiB that is used to its end. */
  private static final long PROCESS_WALKING_BYTES = 185L << 20;

  /** The same after training. */
  private static final long PROCESS_TRAINING_BYTES = 208L << 20;

  /** What reading leaves in the young generation for each line, until that is full. */
  private static final long GARBAGE_A_LINE_BYTES = 4;

  private static final long GARBAGE_A_WEIGHTED_LINE_BYTES = 6;
  private static final long MAX_GARBAGE_BYTES = 20L << 20;

  /** What of the edges is still in the young generation, which the stages after the ingest have in use anyway. */
  private static final long YOUNG_BYTES = 32L << 20;

  /** One part in so many of an ingest's heap is garbage that the collector has not yet taken. */
  private static final int COLLECTOR_ROOM = 8;

  private static final Set<String> TRAINING_PARTS = Set.of("tables", "vocabulary", "training workspace");

  /**
   * One stage.
   *
   * @param name as in the report of a run
   * @param parts bytes by part, in the order of a plan
   */
  public record Stage(String name, Map<String, Long> parts) {

    /** All parts together, in bytes. */
    public long totalBytes() {
      return parts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * The estimate of one process that reads, walks and trains.
   *
   * @param graph as it will be when read
   * @param text what it is read from
   * @param plan of the embedding, waves included
   * @param budgetBytes what the process may use
   * @throws LimitException if the ingest alone is above the budget
   */
  public static RunEstimate of(GraphSize graph, IngestSize text, MemoryPlan plan, long budgetBytes) {
    long edges = IngestFootprint.edgeBytes(text.edgeLines(), graph.directed(), graph.weighted());
    long vertices = IngestFootprint.vertexBytes(graph.vertices(), text.labelBytes());
    Map<String, Long> ingest = new LinkedHashMap<>();
    ingest.put("process", PROCESS_READING_BYTES + garbage(text.edgeLines(), graph.weighted()));
    ingest.put("edges", edges);
    ingest.put("vertices", vertices);
    long buffers = IngestFootprint.bufferBytes(text.threads());
    ingest.put("buffers", buffers);
    long least = new Stage("ingest", ingest).totalBytes();
    if (least > budgetBytes) {
      throw new LimitException(
          "--memory: found %d MiB, expected at least %d MiB for the ingest"
              .formatted(budgetBytes >> 20, (least >> 20) + 1));
    }
    long heap = edges + vertices + buffers;
    ingest.put("room for the collector", Math.min(heap / COLLECTOR_ROOM, budgetBytes - least));
    long left = Math.max(0, heap + heap / COLLECTOR_ROOM - graph.rowBytes() - YOUNG_BYTES);
    return new RunEstimate(
        List.of(
            new Stage("ingest", ingest),
            stage("vocabulary", PROCESS_WALKING_BYTES, plan, false, left, budgetBytes),
            stage("train", PROCESS_TRAINING_BYTES, plan, true, left, budgetBytes)));
  }

  private static long garbage(long lines, boolean weighted) {
    return Math.min(MAX_GARBAGE_BYTES, lines * (weighted ? GARBAGE_A_WEIGHTED_LINE_BYTES : GARBAGE_A_LINE_BYTES));
  }

  private static Stage stage(
      String name, long process, MemoryPlan plan, boolean trains, long left, long budgetBytes) {
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("process", process);
    plan.parts().forEach(
        (part, bytes) -> {
          if (!part.equals("process") && (trains || !TRAINING_PARTS.contains(part))) {
            parts.put(part, bytes);
          }
        });
    long room = budgetBytes - parts.values().stream().mapToLong(Long::longValue).sum();
    parts.put("left by the ingest", Math.clamp(left, 0, Math.max(0, room)));
    return new Stage(name, parts);
  }

  /** The most of any stage, in bytes. */
  public long peakBytes() {
    return stages.stream().mapToLong(Stage::totalBytes).max().orElse(0);
  }
}
