package io.strider.runtime.train;

import io.strider.runtime.corpus.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * Makes the trainer of an embedding: what to implement for an arithmetic of one's own, while ingest, walks, vocabulary, epochs,
 * and the writing of vectors stay the same. Used by one thread at a time.
 */
@FunctionalInterface
public interface TrainerFactory {

  /**
   * A trainer that has seen no walk yet. It is closed when training has ended, however it ended; its tables are read after
   * that too.
   *
   * @param vocabulary of the corpus that will come: which vertex is which row of the tables
   * @param parameters what to train
   * @param plan how much corpus an epoch has
   * @param threads that it may use, the caller of {@link SkipGramTrainer#train} included
   */
  SkipGramTrainer create(Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan, int threads);

  /**
   * Walks that every wave but the last of an epoch must hold a multiple of, known before the vocabulary is;
   * {@link SkipGramTrainer#walksPerRound} of the trainers must divide it.
   */
  default int walksPerRound(TrainingParameters parameters, TrainingPlan plan) {
    return 1;
  }

  /**
   * Whether the trainers do their work on other hardware than this process's cores. Then the next wave is walked while one
   * is trained; else both take turns on all threads.
   */
  default boolean trainsElsewhere() {
    return false;
  }

  /**
   * What, beside the parameters, decides what the trainers learn: runs of another value do not go on from each other's
   * checkpoints. Null where the trainers are no {@link ResumableTrainer}s, as unless said otherwise.
   */
  default @Nullable String resumableAs() {
    return null;
  }

  /**
   * What a trainer needs in memory, in bytes; the run is planned with it, and refused where it does not fit. By default as
   * much as Strider's own.
   *
   * @param vertices vertex ids of the graph; the vocabulary has at most so many rows
   */
  default TrainingFootprint footprint(long vertices, TrainingParameters parameters, TrainingPlan plan, int threads) {
    return TrainingFootprint.of(vertices, vertices, parameters, plan, threads);
  }
}
