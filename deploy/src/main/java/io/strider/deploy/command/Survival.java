package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.actors.CheckpointReport;
import io.strider.actors.EmbeddingSpec;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Run;
import io.strider.runtime.checkpoint.RunJournal;
import io.strider.runtime.checkpoint.TrainingPosition;

/** Tells where a run that is kept goes on, and what keeping it took. Stateless. */
final class Survival {

  private static final int PERCENT = 100;

  private Survival() {}

  /** Before the work. */
  static void begin(RunJournal.Run kept, EmbeddingSpec embedding, int vertices, Run run) {
    kept.warnings().forEach(warning -> run.note("warning: " + warning));
    ObjectNode summary = run.summary();
    summary.put("fencingEpoch", kept.epoch());
    if (kept.position().isPresent()) {
      TrainingPosition position = kept.position().get();
      double walks = (double) vertices * embedding.walk().walksPerVertex();
      double share = (position.epoch() + position.firstWalk() / walks) / embedding.training().epochs();
      String place =
          share < 1 ? " (epoch " + (position.epoch() + 1) + ", walk " + Figures.exact(position.firstWalk()) + ")" : "";
      run.note("going on after " + (int) (PERCENT * share) + " % of training" + place);
      summary
          .putObject("resumedFrom")
          .put("stage", "train")
          .put("epoch", position.epoch())
          .put("walk", position.firstWalk());
    } else if (kept.counted()) {
      run.note("going on after the first pass over the walks");
      summary.putObject("resumedFrom").put("stage", "train").put("epoch", 0).put("walk", 0);
    } else {
      summary.putNull("resumedFrom");
    }
  }

  /** After training. */
  static void end(CheckpointReport report, Run run) {
    run.summary().putObject("checkpoints").put("written", report.written()).put("seconds", report.seconds());
    if (report.written() > 0) {
      run.note(report.written() + " checkpoints in " + Figures.duration(report.seconds()));
    }
  }
}
