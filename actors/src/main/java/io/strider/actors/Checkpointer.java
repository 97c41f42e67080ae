package io.strider.actors;

import io.strider.runtime.checkpoint.RunJournal;
import io.strider.runtime.checkpoint.TrainingPosition;
import io.strider.runtime.time.Clock;
import io.strider.runtime.train.ResumableTrainer;
import io.strider.runtime.train.SkipGramTrainer;
import org.jspecify.annotations.Nullable;

/** Writes a checkpoint after a wave when one is due. One thread at a time. */
final class Checkpointer {

  private static final double NANOS_PER_SECOND = 1e9;

  private final RunJournal.Run run;
  private final long intervalNanos;
  private final ResumableTrainer trainer;
  private final Clock clock;
  private long lastNanos;
  private long nanos;
  private int written;

  private Checkpointer(CheckpointedRun checkpointed, ResumableTrainer trainer, Clock clock) {
    this.run = checkpointed.run();
    this.intervalNanos = checkpointed.interval().toNanos();
    this.trainer = trainer;
    this.clock = clock;
    this.lastNanos = clock.nanoTime();
  }

  /** One that begins its first interval, or null where nothing is to be kept. */
  static @Nullable Checkpointer of(@Nullable CheckpointedRun checkpointed, SkipGramTrainer trainer, Clock clock) {
    return checkpointed == null ? null : new Checkpointer(checkpointed, resumable(trainer), clock);
  }

  /** Brings a fresh trainer to where the run stands, and says where that is. */
  static TrainingPosition resume(@Nullable CheckpointedRun checkpointed, SkipGramTrainer trainer) {
    if (checkpointed == null || checkpointed.run().position().isEmpty()) {
      return TrainingPosition.START;
    }
    TrainingPosition position = checkpointed.run().position().get();
    checkpointed.run().restore(in -> resumable(trainer).restore(in, position.epoch(), position.firstWalk()));
    return position;
  }

  private static ResumableTrainer resumable(SkipGramTrainer trainer) {
    if (trainer instanceof ResumableTrainer resumable) {
      return resumable;
    }
    throw new IllegalStateException(trainer.describe() + " is no ResumableTrainer, though its factory says so");
  }

  /** A wave was trained; the trainer stands at this position. */
  void afterWave(TrainingPosition position) {
    long begin = clock.nanoTime();
    if (begin - lastNanos < intervalNanos) {
      return;
    }
    run.checkpoint(position, trainer::save);
    lastNanos = clock.nanoTime();
    nanos += lastNanos - begin;
    written++;
  }

  CheckpointReport report() {
    return new CheckpointReport(written, nanos / NANOS_PER_SECOND);
  }
}
