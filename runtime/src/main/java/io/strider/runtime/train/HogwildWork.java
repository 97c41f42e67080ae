package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Training without order (Niu et al. 2011): each worker takes the next walk, trains it in its arena and adds the changes
 * to the tables at once. Additions of two workers to one row may be lost, and the result depends on timing.
 */
final class HogwildWork implements WaveWork {

  private static final int WALKS_PER_CHECK = 16;

  private final TrainingTables tables;
  private final TrainerTeam team;
  private final LossMeter losses;
  private final RowKernel rows;
  private final SentenceTrainer[] trainers;
  private final Arena[] arenas;
  private final AtomicInteger nextWalk = new AtomicInteger();

  HogwildWork(TrainingTables tables, BlockKernel kernel, TrainerTeam team, LossMeter losses) {
    this.tables = tables;
    this.team = team;
    this.losses = losses;
    rows = kernel.rows();
    trainers = new SentenceTrainer[team.size()];
    Arrays.setAll(trainers, i -> new SentenceTrainer(tables, kernel));
    arenas = new Arena[team.size()];
    Arrays.setAll(arenas, i -> new Arena(tables.shape(), true));
  }

  /** Bytes of all workers. */
  static long bytes(TrainingParameters parameters, SentenceShape shape, int threads) {
    return threads * (Arena.bytes(shape, true) + SentenceTrainer.bytes(parameters, shape));
  }

  @Override
  public int walksPerRound() {
    return 1;
  }

  @Override
  public void begin() {
    nextWalk.set(0);
  }

  @Override
  public void work(int worker, Wave wave, int epoch, Cancellation cancellation) {
    Arena arena = arenas[worker];
    int walk = nextWalk.getAndIncrement();
    for (int done = 0; walk < wave.walks() && !team.failed(); done++) {
      if (worker == 0 && done % WALKS_PER_CHECK == 0) {
        cancellation.check();
      }
      arena.startWalk();
      do {
        trainers[worker].train(wave, walk, epoch, arena);
        add(arena, true, tables.vectors());
        add(arena, false, tables.contexts());
      } while (arena.cursor < wave.lengths()[walk]);
      if (arena.lossPairs > 0) {
        losses.add(arena);
      }
      walk = nextWalk.getAndIncrement();
    }
  }

  private void add(Arena arena, boolean vertexSide, EmbeddingTable table) {
    int[] pairs = arena.pairs(vertexSide);
    int slots = arena.slots(vertexSide);
    int stride = table.stride();
    for (int slot = 0; slot < slots; slot++) {
      if (pairs[slot] > 0) {
        int row = arena.rows[slot];
        int from = arena.offset(vertexSide, slot);
        rows.addChange(table.chunk(row), table.offset(row), arena.floats, arena.originals, from, stride);
        DivergenceCheck.checkElement(table, row);
      }
    }
  }
}
