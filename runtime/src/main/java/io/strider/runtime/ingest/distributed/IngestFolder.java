package io.strider.runtime.ingest.distributed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The names of the files in the folder of one distributed ingest. Immutable. */
record IngestFolder(Path path) {

  Path plan(IngestPhase phase) {
    return path.resolve("plan-" + phase.name().toLowerCase(Locale.ROOT));
  }

  /** The distinct labels of a segment in their order. */
  Path labels(IngestPlan.Segment segment) {
    return path.resolve("labels-" + segment.split() + "-" + segment.number());
  }

  /** The edges of a segment between places in that order. */
  Path edges(IngestPlan.Segment segment) {
    return path.resolve("edges-" + segment.split() + "-" + segment.number());
  }

  /** The distinct labels of a shard in their order. */
  Path dictionary(int shard) {
    return path.resolve("dictionary-" + shard);
  }

  /** For each segment, places in the dictionary of a shard of its labels there. */
  Path answers(int shard) {
    return path.resolve("answers-" + shard);
  }

  /** The arcs of a segment by source. */
  Path outgoing(int segment) {
    return path.resolve("outgoing-" + segment);
  }

  /** The arcs of a segment by target, turned round. */
  Path incoming(int segment) {
    return path.resolve("incoming-" + segment);
  }

  /** The merged arcs of a range of provisional vertices. */
  Path merged(int range) {
    return path.resolve("merged-" + range);
  }

  /** The degrees of a range, by provisional vertex. */
  Path degrees(int range) {
    return path.resolve("degrees-" + range);
  }

  /** How often each degree occurs in a range. */
  Path histogram(int range) {
    return path.resolve("histogram-" + range);
  }

  /** Arcs of a range between ids, a sorted run. */
  Path arcs(int range, int run) {
    return path.resolve("arcs-" + range + "-" + run);
  }

  /** The hashes of the edge filter's entries for those arcs, a sorted run. */
  Path hashes(int range, int run) {
    return path.resolve("hashes-" + range + "-" + run);
  }

  /** Labels of a shard, a run sorted by id. */
  Path texts(int shard, int run) {
    return path.resolve("texts-" + shard + "-" + run);
  }

  /** The graph file that comes out. */
  Path graph() {
    return path.resolve("graph.bin");
  }

  /** The labels that come out. */
  Path labelFile() {
    return path.resolve("labels.bin");
  }

  List<Path> allArcs(IngestPlan plan) {
    List<Path> all = new ArrayList<>();
    long[] runs = plan.column(IngestPlan.ARC_RUNS);
    for (int range = 0; range < runs.length; range++) {
      for (int run = 0; run < runs[range]; run++) {
        all.add(arcs(range, run));
      }
    }
    return all;
  }

  List<Path> allHashes(IngestPlan plan) {
    List<Path> all = new ArrayList<>();
    long[] runs = plan.column(IngestPlan.ARC_RUNS);
    for (int range = 0; range < runs.length; range++) {
      for (int run = 0; run < runs[range]; run++) {
        all.add(hashes(range, run));
      }
    }
    return all;
  }

  List<Path> allTexts(IngestPlan plan) {
    List<Path> all = new ArrayList<>();
    long[] runs = plan.column(IngestPlan.TEXT_RUNS);
    for (int shard = 0; shard < runs.length; shard++) {
      for (int run = 0; run < runs[shard]; run++) {
        all.add(texts(shard, run));
      }
    }
    return all;
  }
}
