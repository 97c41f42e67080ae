package io.strider.runtime.train;

import io.strider.runtime.common.InputException;
import io.strider.runtime.corpus.Vocabulary;

/** Makes trainers. */
public final class SkipGramTrainers {

  /** The most threads that a trainer may have. */
  public static final int MAX_THREADS = 1024;

  private SkipGramTrainers() {}

  /**
   * A trainer on this process's cores, with tables allocated and start vectors drawn. The vectors do not depend on
   * {@code threads} or {@code kind} unless the parameters say hogwild.
   *
   * @param vocabulary of the corpus that will come
   * @param parameters what to train
   * @param plan how much corpus an epoch has
   * @param threads workers, the caller of {@link SkipGramTrainer#train} included; 1 to {@link #MAX_THREADS}
   * @param kind which arithmetic; {@link SkipGramTrainer#describe} says what was chosen and why
   * @throws io.strider.runtime.common.InputException when a value is out of range or the kind is not to be had
   */
  public static SkipGramTrainer create(
      Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads, TrainerKind kind) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw InputException.at("training threads", String.valueOf(threads), "1 to " + MAX_THREADS);
    }
    BlockKernels.Choice choice = BlockKernels.choose(kind);
    return new WaveTrainer(TrainingTables.of(vocabulary, parameters, plan, threads), choice, threads);
  }

  /** Trainers of this process's cores, with the given arithmetic. */
  public static TrainerFactory factory(TrainerKind kind) {
    return new TrainerFactory() {
      @Override
      public SkipGramTrainer create(
          Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads) {
        return SkipGramTrainers.create(vocabulary, parameters, plan, threads, kind);
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
