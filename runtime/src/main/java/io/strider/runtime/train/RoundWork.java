package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;

/**
 * Deterministic training. A round is a few bundles of consecutive walks: each bundle is trained in an arena of its
 * own against the tables as the round found them; after a barrier the changes are added in walk order. Walks of
 * more than one sentence take as many passes of the round. Which thread does what never shows in the result.
 */
final class RoundWork implements WaveWork {

  private final TrainingShape shape;
  private final TrainerTeam team;
  private final LossMeter losses;
  private final BundleTrainer[] trainers;
  private final Arena[] arenas;
  private final float[][] deltas;
  private final RoundChanges vertexChanges;
  private final RoundChanges contextChanges;

  RoundWork(TrainingTables tables, BlockKernel kernel, TrainerTeam team, LossMeter losses) {
    this.shape = tables.shape();
    this.team = team;
    this.losses = losses;
    trainers = new BundleTrainer[team.size()];
    Arrays.setAll(trainers, i -> new BundleTrainer(tables, kernel));
    arenas = new Arena[shape.bundlesPerRound()];
    Arrays.setAll(arenas, i -> new Arena(shape, false));
    deltas = new float[team.size()][shape.stride()];
    vertexChanges = new RoundChanges(tables, true, kernel.rows(), arenas);
    contextChanges = new RoundChanges(tables, false, kernel.rows(), arenas);
  }

  /** Bytes for a vocabulary of so many rows. */
  static long bytes(long rows, TrainingParameters parameters, TrainingShape shape, int threads) {
    return shape.bundlesPerRound() * Arena.bytes(shape, false)
        + threads * (BundleTrainer.bytes(shape) + (long) Float.BYTES * shape.stride())
        + RoundChanges.bytes(rows, shape, shape.bundlesPerRound());
  }

  @Override
  public int walksPerRound() {
    return shape.walksPerRound();
  }

  @Override
  public void begin() {}

  @Override
  public void work(int worker, Wave wave, int epoch, Cancellation cancellation) {
    for (int first = 0; first < wave.walks(); first += walksPerRound()) {
      if (worker == 0) {
        cancellation.check();
      }
      round(worker, wave, first, epoch);
    }
  }

  private void round(int worker, Wave wave, int first, int epoch) {
    int size = shape.walksPerBundle();
    int walks = Math.min(walksPerRound(), wave.walks() - first);
    int bundles = (walks + size - 1) / size;
    for (int bundle = worker; bundle < bundles; bundle += team.size()) {
      arenas[bundle].start();
    }
    boolean more = true;
    while (more) {
      for (int bundle = worker; bundle < bundles; bundle += team.size()) {
        int begin = bundle * size;
        int count = Math.min(size, walks - begin);
        trainers[worker].train(wave, first + begin, count, epoch, arenas[bundle]);
      }
      team.barrier(worker);
      vertexChanges.apply(bundles, worker, team.size(), deltas[worker]);
      contextChanges.apply(bundles, worker, team.size(), deltas[worker]);
      more = anyUnfinished(wave, first, walks);
      if (worker == 0 && !more) {
        addLosses(bundles);
      }
      team.barrier(worker);
    }
  }

  private boolean anyUnfinished(Wave wave, int first, int walks) {
    int size = shape.walksPerBundle();
    for (int begin = 0; begin < walks; begin += size) {
      if (arenas[begin / size].unfinished(wave, first + begin, Math.min(size, walks - begin))) {
        return true;
      }
    }
    return false;
  }

  /** In walk order, so that the sum is the same whoever trained. */
  private void addLosses(int bundles) {
    for (int bundle = 0; bundle < bundles; bundle++) {
      losses.add(arenas[bundle]);
    }
  }
}
