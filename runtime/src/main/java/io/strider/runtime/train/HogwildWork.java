package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Training without order (Niu et al. 2011): each worker takes the next bundle of walks and trains it in the tables
 * themselves. Changes of two workers to one row may be lost, and the result depends on timing. Rows that the space
 * does not hold are trained in copies, whose changes are added as soon as the bundle is done.
 */
final class HogwildWork implements WaveWork {

  private final TrainingTables tables;
  private final TrainerTeam team;
  private final LossMeter losses;
  private final RowKernel rows;
  private final BundleTrainer[] trainers;
  private final BundleReader[] readers;
  private final Bundle[] bundles;
  private final float[][] originals;
  private final RowScratch[] scratches;
  private final AtomicInteger nextBundle = new AtomicInteger();

  HogwildWork(TrainingTables tables, BlockKernel kernel, TrainerTeam team, LossMeter losses) {
    this.tables = tables;
    this.team = team;
    this.losses = losses;
    rows = kernel.rows();
    int workers = team.size();
    RowShards shards = RowShards.forWorkers(1);
    trainers = new BundleTrainer[workers];
    Arrays.setAll(trainers, worker -> new BundleTrainer(tables, kernel, worker));
    readers = new BundleReader[workers];
    Arrays.setAll(readers, worker -> new BundleReader(tables, shards));
    bundles = new Bundle[workers];
    Arrays.setAll(bundles, worker -> new Bundle(tables.shape(), shards, tables.space().arena(worker)));
    scratches = new RowScratch[workers];
    Arrays.setAll(scratches, worker -> RowScratch.of(tables.shape().stride()));
    originals = new float[workers][tables.shape().arenaRows() * tables.shape().stride()];
  }

  /** Bytes of all workers, without their arenas. */
  static long bytes(TrainingShape shape, int workers) {
    RowShards shards = RowShards.forWorkers(1);
    long originals = (long) Float.BYTES * shape.arenaRows() * shape.stride();
    return workers * (BundleTrainer.bytes(shape) + BundleReader.bytes(shape, shards) + Bundle.bytes(shape, shards) + originals + RowScratch.bytes(shape.stride()));
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
    int count = (wave.walks() + size - 1) / size;
    int number = nextBundle.getAndIncrement();
    while (number < count && !team.failed()) {
      if (worker == 0) {
        cancellation.check();
      }
      int first = number * size;
      train(wave, first, Math.min(size, wave.walks() - first), epoch, worker);
      number = nextBundle.getAndIncrement();
    }
  }

  private void train(Wave wave, int first, int walks, int epoch, int worker) {
    Bundle bundle = bundles[worker];
    bundle.start();
    do {
      readers[worker].read(wave, first, walks, epoch, bundle);
      place(bundle, true, tables.vectors());
      place(bundle, false, tables.contexts());
      trainers[worker].copy(bundle);
      remember(bundle, true, originals[worker]);
      remember(bundle, false, originals[worker]);
      trainers[worker].train(wave, first, walks, epoch, bundle);
      add(bundle, true, tables.vectors(), originals[worker], scratches[worker]);
      add(bundle, false, tables.contexts(), originals[worker], scratches[worker]);
      losses.add(bundle);
    } while (bundle.unfinished(wave, first, walks));
  }

  private void place(Bundle bundle, boolean vertexSide, EmbeddingTable table) {
    RowSpace space = tables.space();
    int[] places = bundle.at(vertexSide);
    int slots = bundle.slots(vertexSide);
    for (int slot = 0; slot < slots; slot++) {
      int row = bundle.rows[slot];
      places[slot] = space.holds(row) ? table.at(row) : bundle.copyAt(vertexSide, slot);
    }
  }

  /** What copies were before they are trained; not read from the table once more, which another thread may have changed meanwhile. */
  private void remember(Bundle bundle, boolean vertexSide, float[] before) {
    RowSpace space = tables.space();
    int slots = bundle.slots(vertexSide);
    int stride = tables.shape().stride();
    for (int slot = 0; slot < slots; slot++) {
      if (!space.holds(bundle.rows[slot])) {
        System.arraycopy(
            space.floats, bundle.copyAt(vertexSide, slot), before, bundle.copyIndex(vertexSide, slot), stride);
      }
    }
  }

  private void add(
      Bundle bundle, boolean vertexSide, EmbeddingTable table, float[] before, RowScratch scratch) {
    RowSpace space = tables.space();
    int[] pairs = bundle.pairs(vertexSide);
    int slots = bundle.slots(vertexSide);
    int stride = table.stride();
    for (int slot = 0; slot < slots; slot++) {
      int row = bundle.rows[slot];
      if (pairs[slot] > 0 && !space.holds(row)) {
        int copy = bundle.copyAt(vertexSide, slot);
        DivergenceCheck.checkElement(space.floats[copy], row);
        float[] array = table.array(row, scratch.row());
        int at = table.at(row);
        rows.addChange(array, at, space.floats, copy, before, bundle.copyIndex(vertexSide, slot), stride);
        table.putBack(row, array, TrainingDraws.rounding(bundle.rounding, row, vertexSide));
      }
    }
  }
}
