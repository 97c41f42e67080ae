package io.strider.runtime.train;

import io.strider.runtime.common.DeviceException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.common.ThreadLimit;
import io.strider.runtime.corpus.Vocabulary;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes trainers. */
public final class SkipGramTrainers {

  private SkipGramTrainers() {}

  /**
   * A trainer, with tables allocated and start vectors drawn. The vectors do not depend on {@code threads} or {@code
   * kind} unless the parameters say hogwild or the kind is {@link TrainerKind#CUDA}.
   *
   * @param vocabulary of the corpus that will come
   * @param parameters what to train
   * @param plan how much corpus an epoch has
   * @param threads workers, the caller of {@link SkipGramTrainer#train} included; 1 to {@link ThreadLimit#MOST}
   * @param choice which arithmetic; {@link SkipGramTrainer#describe} says what was chosen and why
   * @throws io.strider.runtime.common.InputException when a value is out of range or the kind is not to be had
   * @throws io.strider.runtime.common.DeviceException when the device that was asked for cannot train
   */
  public static SkipGramTrainer create(
      Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads, TrainerChoice choice) {
    ThreadLimit.check("training threads", threads);
    return switch (choice.kind()) {
      case CUDA ->
          TrainerDevices.provider(TrainerKind.CUDA)
              .create(TrainingJob.of(vocabulary, parameters, plan), choice);
      case AUTO -> onDeviceOrProcessor(vocabulary, parameters, plan, threads, choice);
      case CPU, SCALAR, SIMD ->
          onProcessor(vocabulary, parameters, plan, threads, choice.format(), BlockKernels.choose(choice.kind()));
    };
  }

  /** A kind, on its first device where it has one. */
  public static SkipGramTrainer create(
      Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads, TrainerKind kind) {
    return create(vocabulary, parameters, plan, threads, TrainerChoice.of(kind));
  }

  /** The best arithmetic of this processor, and why it is. */
  public static String processor() {
    BlockKernels.Choice best = BlockKernels.choose(TrainerKind.CPU);
    return best.kernel().name() + " (" + best.reason() + ")";
  }

  private static SkipGramTrainer onDeviceOrProcessor(
      Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads, TrainerChoice choice) {
    TrainerChoice onDevice = choice.on(TrainerKind.CUDA);
    String missing = TrainerDevices.missing(onDevice);
    if (missing == null) {
      try {
        return TrainerDevices.provider(TrainerKind.CUDA)
            .create(TrainingJob.of(vocabulary, parameters, plan), onDevice);
      } catch (DeviceException | LimitException e) {
        missing = e.getMessage();
      }
    }
    BlockKernels.Choice best = BlockKernels.choose(TrainerKind.CPU);
    String reason = best.reason() + "; no GPU, because " + missing;
    return onProcessor(
        vocabulary, parameters, plan, threads, choice.format(), new BlockKernels.Choice(best.kernel(), reason));
  }

  private static SkipGramTrainer onProcessor(
      Vocabulary vocabulary,
      TrainingParameters parameters,
      TrainingPlan plan,
      int threads,
      TableFormat format,
      BlockKernels.Choice best) {
    TableStore store = new TableStore(format, best.kernel().rows());
    return new WaveTrainer(TrainingTables.of(vocabulary, parameters, plan, threads, store), best, threads);
  }


  /** Trainers of this process's cores or of a device, with the given arithmetic. */
  public static TrainerFactory factory(TrainerChoice choice) {
    return new TrainerFactory() {
      @Override
      public SkipGramTrainer create(
          Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads) {
        return SkipGramTrainers.create(vocabulary, parameters, plan, threads, choice);
      }

      @Override
      public int walksPerRound(TrainingParameters parameters, TrainingPlan plan) {
        return SkipGramTrainers.walksPerRound(parameters, plan);
      }

      @Override
      public boolean trainsElsewhere() {
        return switch (choice.kind()) {
          case CUDA -> true;
          case AUTO -> TrainerDevices.missing(choice.on(TrainerKind.CUDA)) == null;
          case CPU, SCALAR, SIMD -> false;
        };
      }

      @Override
      public @Nullable String resumableAs() {
        // What a device holds is not written down.
        return trainsElsewhere() ? null : "tables of " + choice.format().name().toLowerCase(Locale.ROOT);
      }

      @Override
      public TrainingFootprint footprint(
          long vertices, TrainingParameters parameters, TrainingPlan plan, int threads) {
        // Tables that are only brought to a device have float32.
        TableFormat format = trainsElsewhere() ? TableFormat.FLOAT32 : choice.format();
        return TrainingFootprint.of(vertices, vertices, parameters, plan, threads, format);
      }
    };
  }

  /**
   * Walks that every wave but the last must hold a multiple of, for any trainer of these parameters: known before the
   * vocabulary is, so that waves can be planned.
   */
  public static int walksPerRound(TrainingParameters parameters, TrainingPlan plan) {
    return TrainingShape.of(parameters, plan).walksPerRound();
  }
}
