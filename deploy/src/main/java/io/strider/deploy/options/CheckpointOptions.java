package io.strider.deploy.options;

import io.strider.actors.Checkpoints;
import io.strider.runtime.checkpoint.RunFolder;
import io.strider.runtime.checkpoint.RunJournal;
import io.strider.runtime.train.TrainerKind;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a run survives the process that drives it. */
public final class CheckpointOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description =
          "keep the run in this folder: the same command goes on with it when this one was killed (takes twice the"
              + " room of the vectors and contexts; emptied at the end)")
  @Nullable Path folder;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      converter = TimeSpan.Converter.class,
      description =
          "with --checkpoint: how much training may be lost, such as 30s or 5m; 0s keeps every wave (default: 5m)")
  @Nullable TimeSpan interval;

  @Option(
      names = "--take-over",
      description = "with --checkpoint: go on although another process works on the run, which can publish nothing then")
  boolean takeOver;

  /**
   * What was asked for, or null for a run that ends with its process.
   *
   * @param input what the command reads, or null; a folder of parts cannot hold checkpoints as well
   * @throws io.strider.runtime.common.InputException when a living process works on the run
   */
  public @Nullable Checkpoints checkpoints(TrainerKind trainer, @Nullable Path input) {
    if (folder == null) {
      Checks.require(interval == null, spec, "--checkpoint-every", "given", "--checkpoint beside it");
      Checks.require(!takeOver, spec, "--take-over", "given", "--checkpoint beside it");
      return null;
    }
    Checks.require(
        trainer != TrainerKind.CUDA && trainer != TrainerKind.AUTO,
        spec,
        "--trainer",
        trainer.name().toLowerCase(Locale.ROOT),
        "cpu, simd or scalar with --checkpoint: the state of a GPU is not kept");
    Checks.require(
        input == null || !(OutputOptions.isWithin(folder, input) || OutputOptions.isWithin(folder.resolve("run"), input)),
        spec,
        "--checkpoint",
        folder + ", in the folder that the command reads",
        "a folder elsewhere");
    RunFolder journal = takeOver ? RunFolder.takingOver(folder) : RunFolder.of(folder);
    journal.check();
    return in(journal);
  }

  /** Checkpoints in a journal that somebody else has chosen, as often as was asked for. */
  public Checkpoints in(RunJournal journal) {
    return interval == null ? Checkpoints.in(journal) : new Checkpoints(journal, interval.duration());
  }
}
