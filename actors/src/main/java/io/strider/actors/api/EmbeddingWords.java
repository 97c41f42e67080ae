package io.strider.actors.api;

import io.strider.runtime.common.InputException;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An embedding of the API as the command line that a submitted job is. Stateless. */
final class EmbeddingWords {

  private EmbeddingWords() {}

  /**
   * Every option of {@code strider embed} that decides the result, with absolute paths.
   *
   * @throws InputException when a part of the job exists in this process only
   */
  static List<String> of(EmbeddingJob job) {
    Path graph =
        job.source()
            .path()
            .orElseThrow(
                () -> refused("graph source", "`" + job.source().name() + "`, which only this process can read", "a file or a folder"));
    VectorFiles files = job.files();
    if (files == null) {
      throw refused("files", "none", "writeTo: the vectors of a submitted job are files");
    }
    if (job.trainer() != null) {
      throw refused("trainer", "one of the program's own", "one of Strider's, which the nodes have");
    }
    if (job.checkpoints() != null) {
      throw refused("checkpoints", "a journal", "none: the cluster keeps a submitted job in its own workspace");
    }
    List<String> words = new ArrayList<>(List.of("embed", absolute(graph)));
    add(words, "--output", absolute(files.vectors()));
    add(words, "--format", lower(files.format()));
    if (files.contexts() != null) {
      add(words, "--context-out", absolute(files.contexts()));
    }
    addIf(words, files.replace(), "--force");
    ingest(job.ingest(), words);
    walk(job.spec().walk(), words);
    training(job.spec().training(), job.spec().walk().seed(), words);
    add(words, "--min-count", job.spec().minCount());
    trainer(job.settings().trainer(), words);
    if (job.settings().partitions() > 1) {
      // One is right for one process; nodes are to have some each, as many as the command gives them.
      add(words, "--partitions", job.settings().partitions());
    }
    return words;
  }

  private static void ingest(IngestOptions ingest, List<String> words) {
    addIf(words, ingest.directed(), "--directed");
    addIf(words, ingest.weighted(), "--weighted");
    add(words, "--delimiter", lower(ingest.delimiter()));
    add(words, "--self-loops", ingest.keepSelfLoops() ? "keep" : "drop");
    add(words, "--bad-lines", lower(ingest.badLines()));
  }

  private static void walk(WalkParameters walk, List<String> words) {
    add(words, "--walks-per-vertex", walk.walksPerVertex());
    add(words, "--walk-length", walk.walkLength());
    add(words, "--return", walk.returnParameter());
    add(words, "--in-out", walk.inOutParameter());
    add(words, "--seed", walk.seed());
  }

  private static void training(TrainingParameters training, long seed, List<String> words) {
    if (training.seed() != seed) {
      throw refused("seed", seed + " of the walks and " + training.seed() + " of the training", "one seed of both");
    }
    add(words, "--dimensions", training.dimensions());
    add(words, "--window", training.window());
    add(words, "--negatives", training.negatives());
    add(words, "--epochs", training.epochs());
    add(words, "--sample", training.sample());
    add(words, "--learning-rate", training.learningRate());
    addIf(words, training.hogwild(), "--hogwild");
  }

  private static void trainer(TrainerChoice trainer, List<String> words) {
    if (trainer.kind() == TrainerKind.CUDA || trainer.kind() == TrainerKind.AUTO) {
      throw refused("trainer", lower(trainer.kind()), "cpu, simd or scalar: the state of a GPU is not kept");
    }
    add(words, "--trainer", lower(trainer.kind()));
    add(words, "--table", lower(trainer.format()));
  }

  private static void add(List<String> words, String option, Object value) {
    words.add(option + "=" + value);
  }

  private static void addIf(List<String> words, boolean on, String option) {
    if (on) {
      words.add(option);
    }
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().toString();
  }

  private static InputException refused(String part, String found, String expected) {
    return InputException.at("submitted job, " + part, found, expected);
  }
}
