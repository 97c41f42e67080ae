package io.strider.runtime.train;

import io.strider.runtime.corpus.Wave;
import io.strider.runtime.random.Purpose;

/**
 * Trains the walks of a bundle, one after the other, where its rows are placed. Skip-gram as gensim has it: every
 * centre draws its window, and each context's vertex row is trained against the centre's context row and against
 * negatives; a negative that is the centre itself is skipped. Up to {@link #CONTEXTS_PER_SET} contexts share a set
 * of negatives, and the sets are picked from the bundle's pool (see {@link TrainingShape}), so that a row is
 * fetched once and used often. One thread's; allocates only when built.
 */
final class BundleTrainer {

  /** Contexts that share one set of negatives. Measured: see docs/DECISIONS.md. */
  static final int CONTEXTS_PER_SET = Block.CONTEXTS;

  private static final float POSITIVE = 0.5f;
  private static final float NEGATIVE = -0.5f;

  private final TrainingTables tables;
  private final BlockKernel kernel;
  private final float[] floats;
  private final Block block;
  private final BundlePlaces places;
  private final int[] group = CacheLines.ints(CONTEXTS_PER_SET);
  private final int[] multiplicity = CacheLines.ints(Block.OUTPUTS);
  private final int blocks;
  private long stream;
  private float rate;

  /**
   * A trainer for one thread.
   *
   * @param worker number of the thread
   */
  BundleTrainer(TrainingTables tables, BlockKernel kernel, int worker) {
    this.tables = tables;
    this.kernel = kernel;
    this.floats = tables.space().floats;
    this.block = new Block(tables.space().blank(worker));
    this.places = new BundlePlaces(tables.shape());
    this.blocks = tables.parameters().negatives() / Block.OUTPUTS + 1;
  }

  /** Bytes of one. */
  static long bytes(TrainingShape shape) {
    return Block.bytes() + BundlePlaces.bytes(shape);
  }

  /**
   * Trains what a bundle has read, in the places it was given; rows that it trains in copies are there by now. All are
   * looked at before, the pool's at once and those of a walk when it begins, which fetches them into the cache and finds a
   * run that diverged.
   *
   * @param wave holds the walks
   * @param first row of the first walk in the wave
   * @param walks in the bundle
   * @param epoch from 0
   */
  void train(Wave wave, int first, int walks, int epoch, Bundle bundle) {
    if (bundle.vertices == 0) {
      return;
    }
    for (int slot = bundle.vertices; slot < bundle.contexts; slot++) {
      look(bundle.contextAt[slot], bundle.rows[slot]);
    }
    places.begin(bundle, bundle.ends[walks - 1]);
    for (int walk = 0; walk < walks; walk++) {
      int begin = bundle.begin(walk);
      int end = bundle.ends[walk];
      if (end - begin >= 2) {
        for (int token = begin; token < end; token++) {
          int row = bundle.rows[bundle.slotOfToken[token]];
          look(places.vertexAt[token], row);
          look(places.contextAt[token], row);
        }
        trainWalk(bundle, wave.firstWalk() + first + walk, epoch, begin, end);
      }
    }
    places.end(bundle, bundle.ends[walks - 1]);
  }

  /** Copies the rows of a bundle that are trained in copies; to be called before it is trained. */
  void copy(Bundle bundle) {
    copy(bundle, true, tables.vectors());
    copy(bundle, false, tables.contexts());
  }

  private void copy(Bundle bundle, boolean vertexSide, EmbeddingTable table) {
    int[] at = bundle.at(vertexSide);
    int slots = bundle.slots(vertexSide);
    for (int slot = 0; slot < slots; slot++) {
      if (at[slot] == bundle.copyAt(vertexSide, slot)) {
        table.load(bundle.rows[slot], floats, at[slot]);
      }
    }
  }

  private void look(int at, int row) {
    DivergenceCheck.checkLines(floats, at, tables.shape().stride(), row);
  }

  private void trainWalk(Bundle bundle, long walk, int epoch, int begin, int end) {
    TrainingParameters parameters = tables.parameters();
    rate = (float) tables.plan().learningRate(parameters, epoch, walk);
    stream = TrainingDraws.walkStream(parameters.seed(), Purpose.TRAINER_DRAWS, tables.plan(), epoch, walk);
    int sampled = begin + SampledLoss.centre(walk, end - begin);
    int window = parameters.window();
    for (int centre = begin; centre < end; centre++) {
      int reach = TrainingDraws.window(stream, bundle.positions[centre], window);
      int first = Math.max(begin, centre - reach);
      int last = Math.min(end - 1, centre + reach);
      trainCentre(bundle, centre, first, last, centre == sampled);
    }
  }

  private void trainCentre(Bundle bundle, int centre, int first, int last, boolean sampled) {
    int[] vertexAt = places.vertexAt;
    int[] vertexPairs = places.vertexPairs;
    int number = 0;
    int count = 0;
    for (int context = first; context <= last; context++) {
      if (context != centre) {
        group[count++] = vertexAt[context];
        vertexPairs[context]++;
      }
      if (count == CONTEXTS_PER_SET || (context == last && count > 0)) {
        trainGroup(bundle, centre, number++, count, sampled);
        count = 0;
      }
    }
  }

  /** Contexts that share a set of negatives: against six outputs at a time. */
  private void trainGroup(Bundle bundle, int centre, int number, int count, boolean sampled) {
    int left = tables.parameters().negatives();
    for (int b = 0; b < blocks; b++) {
      int picks = Math.min(left, b == 0 ? Block.OUTPUTS - 1 : Block.OUTPUTS);
      left -= picks;
      long bits = TrainingDraws.picks(stream, bundle.positions[centre], number * blocks + b);
      setOutputs(bundle.poolBits, centre, bits, picks, b == 0, count);
      trainContexts(bundle, count, sampled);
      bundle.lossPairs += sampled && b == 0 ? count : 0;
    }
  }

  /** The group's contexts in runs of different ones, as a block wants them. */
  private void trainContexts(Bundle bundle, int count, boolean sampled) {
    int run = 0;
    for (int context = 0; context < count; context++) {
      int at = group[context];
      if (isInBlock(at, run)) {
        trainRun(bundle, run, sampled);
        run = 0;
      }
      block.contexts[run++] = at;
    }
    trainRun(bundle, run, sampled);
  }

  private void trainRun(Bundle bundle, int run, boolean sampled) {
    block.count(run);
    kernel.train(floats, tables.shape().stride(), block);
    if (sampled) {
      bundle.loss += SampledLoss.of(block, rate);
    }
  }

  private boolean isInBlock(int at, int run) {
    for (int c = 0; c < run; c++) {
      if (block.contexts[c] == at) {
        return true;
      }
    }
    return false;
  }

  /** In the first block the positive and its negatives, in others negatives only. */
  private void setOutputs(int poolBits, int centre, long bits, int picks, boolean withPositive, int count) {
    int centreAt = places.contextAt[centre];
    int first = 0;
    if (withPositive) {
      block.output(first++, centreAt, rate, POSITIVE);
      places.contextPairs[centre] += count;
    }
    int used = pickNegatives(poolBits, centreAt, bits, picks, first, count);
    for (int d = first; d < used; d++) {
      block.weigh(d, rate * multiplicity[d], NEGATIVE);
    }
    for (int d = used; d < Block.OUTPUTS; d++) {
      block.output(d, block.blank, 0f, NEGATIVE);
    }
  }

  /**
   * Puts the places of the picked rows into the block from output {@code first} on: a repeated one counts double, the
   * centre not at all. Returns the number behind the last.
   */
  private int pickNegatives(int poolBits, int centreAt, long bits, int picks, int first, int count) {
    int mask = (1 << poolBits) - 1;
    int[] poolAt = places.poolAt;
    int[] poolPairs = places.poolPairs;
    int[] outputs = block.outputs;
    int used = first;
    for (int pick = 0; pick < picks; pick++) {
      int entry = (int) bits & mask;
      int at = poolAt[entry];
      bits >>>= poolBits;
      if (at == centreAt) {
        continue;
      }
      int same = first;
      while (same < used && outputs[same] != at) {
        same++;
      }
      if (same == used) {
        outputs[used] = at;
        multiplicity[used++] = 0;
        poolPairs[entry] += count;
      }
      multiplicity[same]++;
    }
    return used;
  }
}
