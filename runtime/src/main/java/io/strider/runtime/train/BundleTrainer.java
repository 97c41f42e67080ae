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
  private final int[] contextSlots = CacheLines.ints(CONTEXTS_PER_SET);
  private final int[] outputSlots = CacheLines.ints(Block.OUTPUTS);
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
    this.blocks = tables.parameters().negatives() / Block.OUTPUTS + 1;
  }

  /** Bytes of one. */
  static long bytes() {
    return Block.bytes();
  }

  /**
   * Trains what a bundle has read, in the places it was given. Rows that it trains in copies are copied first; the
   * others are looked at, which fetches them into the cache and finds a run that diverged.
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
    fetch(bundle, true, tables.vectors());
    fetch(bundle, false, tables.contexts());
    for (int walk = 0; walk < walks; walk++) {
      int begin = bundle.begin(walk);
      int end = bundle.ends[walk];
      if (end - begin >= 2) {
        trainWalk(bundle, wave.firstWalk() + first + walk, epoch, begin, end);
      }
    }
  }

  private void fetch(Bundle bundle, boolean vertexSide, EmbeddingTable table) {
    int stride = tables.shape().stride();
    int[] rows = bundle.rows;
    int[] places = bundle.at(vertexSide);
    int slots = bundle.slots(vertexSide);
    for (int slot = 0; slot < slots; slot++) {
      int row = rows[slot];
      int place = places[slot];
      if (place == bundle.copyAt(vertexSide, slot)) {
        table.load(row, floats, place);
      } else {
        DivergenceCheck.checkLines(floats, place, stride, row);
      }
    }
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
    int group = 0;
    int count = 0;
    for (int context = first; context <= last; context++) {
      if (context != centre) {
        int slot = bundle.slotOfToken[context];
        contextSlots[count++] = slot;
        bundle.vertexPairs[slot]++;
      }
      if (count == CONTEXTS_PER_SET || (context == last && count > 0)) {
        trainGroup(bundle, centre, group++, count, sampled);
        count = 0;
      }
    }
  }

  /** Contexts that share a set of negatives: against six outputs at a time. */
  private void trainGroup(Bundle bundle, int centre, int group, int count, boolean sampled) {
    int left = tables.parameters().negatives();
    for (int b = 0; b < blocks; b++) {
      int picks = Math.min(left, b == 0 ? Block.OUTPUTS - 1 : Block.OUTPUTS);
      left -= picks;
      long bits = TrainingDraws.picks(stream, bundle.positions[centre], group * blocks + b);
      setOutputs(bundle, bundle.slotOfToken[centre], bits, picks, b == 0, count);
      trainContexts(bundle, count, sampled);
      bundle.lossPairs += sampled && b == 0 ? count : 0;
    }
  }

  /** The group's contexts in runs of different ones, as a block wants them. */
  private void trainContexts(Bundle bundle, int count, boolean sampled) {
    int run = 0;
    for (int context = 0; context < count; context++) {
      if (isRepeated(context - run, context)) {
        trainRun(bundle, run, sampled);
        run = 0;
      }
      block.contexts[run++] = bundle.vertexAt[contextSlots[context]];
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

  private boolean isRepeated(int from, int context) {
    for (int other = from; other < context; other++) {
      if (contextSlots[other] == contextSlots[context]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Adds picked slots to the outputs: a repeated one counts double, the centre not at all. Returns the outputs in
   * use.
   */
  private int pickNegatives(Bundle bundle, long bits, int picks, int centreSlot, int used) {
    int poolBits = bundle.poolBits;
    int mask = (1 << poolBits) - 1;
    int first = used;
    for (int pick = 0; pick < picks; pick++) {
      int slot = bundle.slotOfPool[(int) bits & mask];
      bits >>>= poolBits;
      if (slot == centreSlot) {
        continue;
      }
      int same = first;
      while (same < used && outputSlots[same] != slot) {
        same++;
      }
      if (same == used) {
        outputSlots[used] = slot;
        multiplicity[used++] = 0;
      }
      multiplicity[same]++;
    }
    return used;
  }

  /** In the first block the positive and its negatives, in others negatives only. */
  private void setOutputs(Bundle bundle, int centreSlot, long bits, int picks, boolean withPositive, int count) {
    int used = 0;
    if (withPositive) {
      outputSlots[used] = centreSlot;
      multiplicity[used++] = 1;
    }
    used = pickNegatives(bundle, bits, picks, centreSlot, used);
    for (int d = 0; d < used; d++) {
      int slot = outputSlots[d];
      bundle.contextPairs[slot] += count;
      float target = d == 0 && withPositive ? POSITIVE : NEGATIVE;
      block.output(d, bundle.contextAt[slot], rate * multiplicity[d], target);
    }
    for (int d = used; d < Block.OUTPUTS; d++) {
      block.output(d, block.blank, 0f, NEGATIVE);
    }
  }
}
