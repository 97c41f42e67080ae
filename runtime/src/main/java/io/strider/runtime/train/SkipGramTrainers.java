package io.strider.runtime.train;

import io.strider.runtime.common.DeviceException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.corpus.Vocabulary;

/** Makes trainers. */
public final class SkipGramTrainers {

  /** The most threads that a trainer may have. */
  public static final int MAX_THREADS = 1024;

  private SkipGramTrainers() {}

  /**
   * A trainer, with tables allocated and start vectors drawn. The vectors do not depend on {@code threads} or {@code
   * kind} unless the parameters say hogwild or the kind is {@link TrainerKind#CUDA}.
   *
   * @param vocabulary of the corpus that will come
   * @param parameters what to train
   * @param plan how much corpus an epoch has
   * @param threads workers, the caller of {@link SkipGramTrainer#train} included; 1 to {@link #MAX_THREADS}
   * @param choice which arithmetic; {@link SkipGramTrainer#describe} says what was chosen and why
   * @throws io.strider.runtime.common.InputException when a value is out of range or the kind is not to be had
   * @throws io.strider.runtime.common.DeviceException when the device that was asked for cannot train
   */
  public static SkipGramTrainer create(
      Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads, TrainerChoice choice) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw InputException.at("training threads", String.valueOf(threads), "1 to " + MAX_THREADS);
    }
    return switch (choice.kind()) {
      case CUDA ->
          TrainerDevices.provider(TrainerKind.CUDA)
              .create(TrainingJob.of(vocabulary, parameters, plan), choice);
      case AUTO -> onDeviceOrProcessor(vocabulary, parameters, plan, threads, choice);
      case CPU, SCALAR, SIMD ->
          new WaveTrainer(
              TrainingTables.of(vocabulary, parameters, plan, threads), BlockKernels.choose(choice.kind()), threads);
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
    TrainerChoice onDevice = new TrainerChoice(TrainerKind.CUDA, choice.device(), choice.format());
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
    return new WaveTrainer(
        TrainingTables.of(vocabulary, parameters, plan, threads),
        new BlockKernels.Choice(best.kernel(), reason),
        threads);
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
