package io.strider.actors;

import io.strider.runtime.checkpoint.RunJournal;
import io.strider.runtime.checkpoint.TrainingPosition;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.time.Clock;
import io.strider.runtime.train.ResumableTrainer;
import io.strider.runtime.train.SkipGramTrainer;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes a checkpoint after a wave when one is due. One thread at a time. */
final class Checkpointer {

  private static final double NANOS_PER_SECOND = 1e9;

  private final CheckpointedRun checkpointed;
  private final ResumableTrainer trainer;
  private final Clock clock;
  private long lastNanos;
  private long nanos;
  private int written;

  private Checkpointer(CheckpointedRun checkpointed, ResumableTrainer trainer, Clock clock) {
    this.checkpointed = checkpointed;
    this.trainer = trainer;
    this.clock = clock;
    this.lastNanos = clock.nanoTime();
  }

  /** One that begins its first interval, or null where nothing is to be kept. */
  static @Nullable Checkpointer of(@Nullable CheckpointedRun checkpointed, SkipGramTrainer trainer, Clock clock) {
    return checkpointed == null ? null : new Checkpointer(checkpointed, resumable(trainer), clock);
  }

  /** Brings a fresh trainer to where the run stands, and says where that is. */
  static TrainingPosition resume(
      @Nullable CheckpointedRun checkpointed, SkipGramTrainer trainer, Cancellation cancellation) {
    if (checkpointed == null || checkpointed.run().position().isEmpty()) {
      return TrainingPosition.START;
    }
    RunJournal.Run run = checkpointed.run();
    TrainingPosition position = run.position().get();
    run.restore(
        in -> resumable(trainer).restore(stoppable(in, cancellation), position.epoch(), position.firstWalk()));
    return position;
  }

  private static ResumableTrainer resumable(SkipGramTrainer trainer) {
    if (trainer instanceof ResumableTrainer resumable) {
      return resumable;
    }
    throw new IllegalStateException(trainer.describe() + " is no ResumableTrainer, though its factory says so");
  }

  /** A wave was trained; the trainer stands at this position. */
  void afterWave(TrainingPosition position, Cancellation cancellation) {
    long begin = clock.nanoTime();
    if (Duration.ofNanos(begin - lastNanos).compareTo(checkpointed.interval()) < 0) {
      return;
    }
    checkpointed.run().checkpoint(position, out -> trainer.save(stoppable(out, cancellation)));
    lastNanos = clock.nanoTime();
    nanos += lastNanos - begin;
    written++;
  }

  CheckpointReport report() {
    return new CheckpointReport(written, nanos / NANOS_PER_SECOND);
  }

  /** Tables may be gigabytes. */
  private static OutputStream stoppable(OutputStream out, Cancellation cancellation) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        cancellation.check();
        out.write(bytes, from, count);
      }
    };
  }

  private static InputStream stoppable(InputStream in, Cancellation cancellation) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] target, int at, int count) throws IOException {
        cancellation.check();
        return super.read(target, at, count);
      }
    };
  }
}
