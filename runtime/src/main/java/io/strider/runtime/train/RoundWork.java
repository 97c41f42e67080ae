package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Deterministic training. A round is a few bundles of consecutive walks: each is trained against the tables as the
 * round found them, and then the changes are added in walk order. Walks of more than one sentence take as many passes
 * of the round. Who does what never shows in the result.
 *
 * <p>A pass has two steps with a barrier after each, and in each the workers take task after task. In the first a
 * task is a shard of the rows: the changes of the pass before are added to them, and those of this pass are placed. In
 * the second it is a bundle, to train, or one of the pass after, to read. So rows that only one bundle has (two of three in a graph of 90,000 vertices)
 * are trained in the tables, with nothing copied or added.
 */
final class RoundWork implements WaveWork {

  private final TrainingShape shape;
  private final TrainerTeam team;
  private final LossMeter losses;
  private final RowShards shards;
  private final BundleTrainer[] trainers;
  private final BundleReader[] readers;
  private final RowScratch[] scratches;
  private final RoundChanges vertexChanges;
  private final RoundChanges contextChanges;

  /** Bundles of even and of odd passes; those of one number share an arena. */
  private final Bundle[][] bundles;

  private final AtomicInteger nextShard = new AtomicInteger();
  private final AtomicInteger nextTask = new AtomicInteger();

  RoundWork(TrainingTables tables, BlockKernel kernel, TrainerTeam team, LossMeter losses) {
    this.shape = tables.shape();
    this.team = team;
    this.losses = losses;
    shards = RowShards.forWorkers(team.size());
    trainers = new BundleTrainer[team.size()];
    Arrays.setAll(trainers, worker -> new BundleTrainer(tables, kernel, worker));
    readers = new BundleReader[team.size()];
    Arrays.setAll(readers, worker -> new BundleReader(tables, shards));
    bundles = new Bundle[2][shape.bundlesPerRound()];
    for (Bundle[] ofPass : bundles) {
      Arrays.setAll(ofPass, number -> new Bundle(shape, shards, tables.space().arena(number)));
    }
    scratches = new RowScratch[team.size()];
    Arrays.setAll(scratches, worker -> RowScratch.of(shape.stride()));
    vertexChanges = new RoundChanges(tables, true, kernel.rows());
    contextChanges = new RoundChanges(tables, false, kernel.rows());
  }

  /** Bytes for a vocabulary of so many rows, without the arenas. */
  static long bytes(long rows, TrainingShape shape, int workers) {
    RowShards shards = RowShards.forWorkers(workers);
    return 2L * shape.bundlesPerRound() * Bundle.bytes(shape, shards)
        + workers * (BundleTrainer.bytes(shape) + BundleReader.bytes(shape, shards) + RowScratch.bytes(shape.stride()))
        + RoundChanges.bytes(rows);
  }

  @Override
  public int walksPerRound() {
    return shape.walksPerRound();
  }

  @Override
  public void begin() {
    nextShard.set(0);
    nextTask.set(0);
  }

  @Override
  public void work(int worker, Wave wave, int epoch, Cancellation cancellation) {
    readFirst(worker, wave, epoch);
    team.barrier(worker);
    int pass = 0;
    int applied = 0;
    int first = 0;
    while (first < wave.walks()) {
      Bundle[] before = bundles[1 - (pass & 1)];
      Bundle[] now = bundles[pass & 1];
      int count = count(wave, first);
      applyAndPlace(worker, before, applied, now, count);
      int next = anyUnfinished(now, wave, first) ? first : first + walksPerRound();
      if (worker == 0) {
        cancellation.check();
        nextTask.set(0);
      }
      team.barrier(worker);
      if (worker == 0) {
        nextShard.set(0);
      }
      trainAndRead(worker, wave, epoch, now, first, before, next);
      team.barrier(worker);
      applied = count;
      first = next;
      pass++;
    }
    applyAndPlace(worker, bundles[1 - (pass & 1)], applied, bundles[pass & 1], 0);
  }

  private void readFirst(int worker, Wave wave, int epoch) {
    int count = count(wave, 0);
    for (int number = nextTask.getAndIncrement(); number < count; number = nextTask.getAndIncrement()) {
      Bundle bundle = bundles[0][number];
      bundle.start();
      readers[worker].read(wave, number * shape.walksPerBundle(), walks(wave, 0, number), epoch, bundle);
    }
  }

  /**
   * Takes task after task: first the bundles to train, then those of the pass after to read into {@code ahead}, which
   * are short and fill the time of a worker that has nothing left to train.
   */
  private void trainAndRead(
      int worker, Wave wave, int epoch, Bundle[] now, int first, Bundle[] ahead, int next) {
    int count = count(wave, first);
    int tasks = count + count(wave, next);
    for (int task = nextTask.getAndIncrement(); task < tasks; task = nextTask.getAndIncrement()) {
      if (task < count) {
        int begin = first + task * shape.walksPerBundle();
        trainers[worker].copy(now[task]);
        trainers[worker].train(wave, begin, walks(wave, first, task), epoch, now[task]);
      } else {
        int number = task - count;
        if (next == first) {
          ahead[number].continueFrom(now[number]);
        } else {
          ahead[number].start();
        }
        int begin = next + number * shape.walksPerBundle();
        readers[worker].read(wave, begin, walks(wave, next, number), epoch, ahead[number]);
      }
    }
  }

  private void applyAndPlace(int worker, Bundle[] trained, int applied, Bundle[] now, int count) {
    RowScratch scratch = scratches[worker];
    for (int shard = nextShard.getAndIncrement(); shard < shards.count(); shard = nextShard.getAndIncrement()) {
      vertexChanges.apply(trained, applied, shard, scratch);
      contextChanges.apply(trained, applied, shard, scratch);
      vertexChanges.place(now, count, shard);
      contextChanges.place(now, count, shard);
    }
    if (worker == 0) {
      // In walk order, so that the sum is the same whoever trained.
      for (int number = 0; number < applied; number++) {
        losses.add(trained[number]);
      }
    }
  }

  private boolean anyUnfinished(Bundle[] now, Wave wave, int first) {
    int count = count(wave, first);
    for (int number = 0; number < count; number++) {
      if (now[number].unfinished(wave, first + number * shape.walksPerBundle(), walks(wave, first, number))) {
        return true;
      }
    }
    return false;
  }

  /** Bundles of the round that begins at a row of the wave; 0 behind its end. */
  private int count(Wave wave, int first) {
    int walks = Math.min(walksPerRound(), Math.max(0, wave.walks() - first));
    return (walks + shape.walksPerBundle() - 1) / shape.walksPerBundle();
  }

  /** Walks of a bundle of the round that begins at a row of the wave. */
  private int walks(Wave wave, int first, int number) {
    return Math.min(shape.walksPerBundle(), wave.walks() - first - number * shape.walksPerBundle());
  }
}
