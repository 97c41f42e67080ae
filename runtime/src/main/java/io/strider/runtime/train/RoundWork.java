package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;

/**
 * Deterministic training. A round is {@link #WALKS_PER_ROUND} consecutive walks: each is trained in an arena of its
 * own against the tables as the round found them; after a barrier the changes are added in walk order. Walks of more
 * than one sentence take as many passes of the round. Which thread does what never shows in the result.
 */
final class RoundWork implements WaveWork {

  /** Walks whose changes are added together. Measured: see docs/DECISIONS.md. */
  static final int WALKS_PER_ROUND = Integer.getInteger("strider.exp.round", 8);

  private final TrainerTeam team;
  private final LossMeter losses;
  private final EmbeddingTable vectors;
  private final SentenceTrainer[] trainers;
  private final Arena[] arenas;
  private final float[][] deltas;
  private final RoundChanges vertexChanges;
  private final RoundChanges contextChanges;

  RoundWork(TrainingTables tables, BlockKernel kernel, TrainerTeam team, LossMeter losses) {
    this.team = team;
    this.losses = losses;
    vectors = tables.vectors();
    trainers = new SentenceTrainer[team.size()];
    Arrays.setAll(trainers, i -> new SentenceTrainer(tables, kernel));
    arenas = new Arena[WALKS_PER_ROUND];
    Arrays.setAll(arenas, i -> new Arena(tables.shape(), false));
    deltas = new float[team.size()][tables.shape().stride()];
    vertexChanges = new RoundChanges(tables, true, kernel.rows(), arenas);
    contextChanges = new RoundChanges(tables, false, kernel.rows(), arenas);
  }

  /** Bytes for a vocabulary of so many rows. */
  static long bytes(long rows, TrainingParameters parameters, SentenceShape shape, int threads) {
    return WALKS_PER_ROUND * Arena.bytes(shape, false)
        + threads * (SentenceTrainer.bytes(parameters, shape) + (long) Float.BYTES * shape.stride())
        + RoundChanges.bytes(rows, shape, WALKS_PER_ROUND);
  }

  @Override
  public int walksPerRound() {
    return WALKS_PER_ROUND;
  }

  @Override
  public void begin() {}

  @Override
  public void work(int worker, Wave wave, int epoch, Cancellation cancellation) {
    for (int first = 0; first < wave.walks(); first += WALKS_PER_ROUND) {
      if (worker == 0) {
        cancellation.check();
      }
      round(worker, wave, first, epoch);
    }
  }

  private void round(int worker, Wave wave, int first, int epoch) {
    int walks = Math.min(WALKS_PER_ROUND, wave.walks() - first);
    for (int walk = worker; walk < walks; walk += team.size()) {
      arenas[walk].startWalk();
    }
    boolean more = true;
    while (more) {
      for (int walk = worker; walk < walks; walk += team.size()) {
        trainers[worker].train(wave, first + walk, epoch, arenas[walk]);
      }
      team.barrier(worker);
      vertexChanges.apply(walks, worker, team.size(), deltas[worker]);
      contextChanges.apply(walks, worker, team.size(), deltas[worker]);
      more = anyUnfinished(wave, first, walks);
      if (worker == 0 && !more) {
        finishRound(walks);
      }
      team.barrier(worker);
    }
  }

  private boolean anyUnfinished(Wave wave, int first, int walks) {
    for (int walk = 0; walk < walks; walk++) {
      if (arenas[walk].cursor < wave.lengths()[first + walk]) {
        return true;
      }
    }
    return false;
  }

  /** Loss in walk order. */
  private void finishRound(int walks) {
    for (int walk = 0; walk < walks; walk++) {
      losses.add(arenas[walk]);
    }
  }
}
