package io.strider.deploy.command;

import io.strider.actors.EmbeddingSpec;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Run;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.plan.GraphSize;
import io.strider.runtime.plan.RunEstimate;
import io.strider.runtime.train.TrainerKind;
import java.util.Comparator;

/** The memory of an embedding of a graph that was read. Stateless. */
final class Estimates {

  private Estimates() {}

  /**
   * The estimate of one process.
   *
   * @throws LimitException with the numbers, when the settings' memory cannot hold it
   */
  static RunEstimate of(IngestedGraph input, EmbeddingSpec embedding, EngineSettings settings) {
    return StriderEngine.estimate(
        GraphSize.of(input.graph()), input.report().edgeLines(), input.labels().byteCount(), embedding, settings);
  }

  /** Says before the work how much memory it will take, or why that is not known; never fails. */
  static void announce(IngestedGraph input, EmbeddingSpec embedding, EngineSettings settings, Run run) {
    TrainerKind trainer = settings.trainer().kind();
    if (trainer == TrainerKind.CUDA || trainer == TrainerKind.AUTO) {
      run.note("memory: no estimate where a GPU may train");
    } else if (settings.cluster() != null) {
      run.note("memory: no estimate on a cluster");
    } else {
      try {
        RunEstimate estimate = of(input, embedding, settings);
        run.estimate(estimate.peakBytes());
        run.note("memory: about " + Figures.bytes(estimate.peakBytes()) + " at the peak (" + peak(estimate) + "), estimated");
      } catch (LimitException e) {
        // The run itself knows better what fits, and says so with the numbers.
        run.note("memory: more than --memory allows, estimated");
      }
    }
  }

  private static String peak(RunEstimate estimate) {
    String stage =
        estimate.stages().stream().max(Comparator.comparingLong(RunEstimate.Stage::totalBytes)).orElseThrow().name();
    return switch (stage) {
      case "vocabulary" -> "first pass";
      case "train" -> "training";
      default -> stage;
    };
  }
}
