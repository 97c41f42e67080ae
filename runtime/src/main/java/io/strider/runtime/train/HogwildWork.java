package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Training without order (Niu et al. 2011): each worker takes the next bundle of walks, trains it in its arena and adds
 * the changes to the tables at once. Additions of two workers to one row may be lost, and the result depends on timing.
 */
final class HogwildWork implements WaveWork {

  private final TrainingTables tables;
  private final TrainerTeam team;
  private final LossMeter losses;
  private final RowKernel rows;
  private final BundleTrainer[] trainers;
  private final Arena[] arenas;
  private final AtomicInteger nextBundle = new AtomicInteger();

  HogwildWork(TrainingTables tables, BlockKernel kernel, TrainerTeam team, LossMeter losses) {
    this.tables = tables;
    this.team = team;
    this.losses = losses;
    rows = kernel.rows();
    trainers = new BundleTrainer[team.size()];
    Arrays.setAll(trainers, i -> new BundleTrainer(tables, kernel));
    arenas = new Arena[team.size()];
    Arrays.setAll(arenas, i -> new Arena(tables.shape(), true));
  }

  /** Bytes of all workers. */
  static long bytes(TrainingParameters parameters, TrainingShape shape, int threads) {
    return threads * (Arena.bytes(shape, true) + BundleTrainer.bytes(shape));
  }

  @Override
  public int walksPerRound() {
    return 1;
  }

  @Override
  public void begin() {
    nextBundle.set(0);
  }

  @Override
  public void work(int worker, Wave wave, int epoch, Cancellation cancellation) {
    int size = tables.shape().walksPerBundle();
    int bundles = (wave.walks() + size - 1) / size;
    int bundle = nextBundle.getAndIncrement();
    while (bundle < bundles && !team.failed()) {
      if (worker == 0) {
        cancellation.check();
      }
      int first = bundle * size;
      train(wave, first, Math.min(size, wave.walks() - first), epoch, worker);
      bundle = nextBundle.getAndIncrement();
    }
  }

  private void train(Wave wave, int first, int walks, int epoch, int worker) {
    Arena arena = arenas[worker];
    arena.start();
    do {
      trainers[worker].train(wave, first, walks, epoch, arena);
      add(arena, true, tables.vectors());
      add(arena, false, tables.contexts());
    } while (arena.unfinished(wave, first, walks));
    losses.add(arena);
  }

  private void add(Arena arena, boolean vertexSide, EmbeddingTable table) {
    int[] pairs = arena.pairs(vertexSide);
    int slots = arena.slots(vertexSide);
    int stride = table.stride();
    for (int slot = 0; slot < slots; slot++) {
      if (pairs[slot] > 0) {
        int row = arena.rows[slot];
        int from = arena.offset(vertexSide, slot);
        DivergenceCheck.checkElement(arena.floats[from], row);
        rows.addChange(table.chunk(row), table.offset(row), arena.floats, arena.originals, from, stride);
      }
    }
  }
}
