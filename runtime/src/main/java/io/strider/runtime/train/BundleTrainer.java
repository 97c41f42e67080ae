package io.strider.runtime.train;

import io.strider.runtime.corpus.Wave;
import io.strider.runtime.random.Purpose;

/**
 * Trains the walks of a bundle, one after the other, inside an {@link Arena}. Skip-gram as gensim has it: every
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
  private final Bundle bundle;
  private final Block block;
  private final int[] contextSlots = new int[CONTEXTS_PER_SET];
  private final int[] outputSlots = new int[Block.OUTPUTS];
  private final int[] multiplicity = new int[Block.OUTPUTS];
  private final int blocks;
  private long stream;
  private float rate;

  BundleTrainer(TrainingTables tables, BlockKernel kernel) {
    this.tables = tables;
    this.kernel = kernel;
    this.bundle = new Bundle(tables);
    this.block = new Block();
    this.blocks = tables.parameters().negatives() / Block.OUTPUTS + 1;
  }

  /** Bytes of one, without its arena. */
  static long bytes(TrainingShape shape) {
    return Bundle.bytes(shape) + Block.bytes();
  }

  /**
   * Trains the next sentence of each walk of a bundle in the arena, which then holds the trained rows. The
   * tables are only read.
   *
   * @param wave holds the walks
   * @param first row of the first walk in the wave
   * @param walks in the bundle
   * @param epoch from 0
   * @param arena where the bundle was started; advanced
   */
  void train(Wave wave, int first, int walks, int epoch, Arena arena) {
    if (!bundle.read(wave, first, walks, epoch, arena)) {
      return;
    }
    arena.copyRows(tables.vectors(), tables.contexts());
    for (int walk = 0; walk < walks; walk++) {
      int begin = bundle.begin(walk);
      int end = bundle.end(walk);
      if (end - begin >= 2) {
        trainWalk(arena, wave.firstWalk() + first + walk, epoch, begin, end);
      }
    }
  }

  private void trainWalk(Arena arena, long walk, int epoch, int begin, int end) {
    TrainingParameters parameters = tables.parameters();
    rate = (float) tables.plan().learningRate(parameters, epoch, walk);
    stream = TrainingDraws.walkStream(parameters.seed(), Purpose.TRAINER_DRAWS, tables.plan(), epoch, walk);
    int sampled = begin + SampledLoss.centre(walk, end - begin);
    int window = parameters.window();
    for (int centre = begin; centre < end; centre++) {
      int reach = TrainingDraws.window(stream, bundle.position(centre), window);
      int first = Math.max(begin, centre - reach);
      int last = Math.min(end - 1, centre + reach);
      trainCentre(arena, centre, first, last, centre == sampled);
    }
  }

  private void trainCentre(Arena arena, int centre, int first, int last, boolean sampled) {
    int group = 0;
    int count = 0;
    for (int context = first; context <= last; context++) {
      if (context != centre) {
        int slot = bundle.slot(context);
        contextSlots[count++] = slot;
        arena.vertexPairs[slot]++;
      }
      if (count == CONTEXTS_PER_SET || (context == last && count > 0)) {
        trainGroup(arena, centre, group++, count, sampled);
        count = 0;
      }
    }
  }

  /** Contexts that share a set of negatives: against six outputs at a time. */
  private void trainGroup(Arena arena, int centre, int group, int count, boolean sampled) {
    int left = tables.parameters().negatives();
    for (int b = 0; b < blocks; b++) {
      int picks = Math.min(left, b == 0 ? Block.OUTPUTS - 1 : Block.OUTPUTS);
      left -= picks;
      long bits = TrainingDraws.picks(stream, bundle.position(centre), group * blocks + b);
      setOutputs(arena, bundle.slot(centre), bits, picks, b == 0, count);
      trainContexts(arena, count, sampled);
      arena.lossPairs += sampled && b == 0 ? count : 0;
    }
  }

  /** The group's contexts in runs of different ones, as a block wants them. */
  private void trainContexts(Arena arena, int count, boolean sampled) {
    int run = 0;
    for (int context = 0; context < count; context++) {
      if (isRepeated(context - run, context)) {
        trainRun(arena, run, sampled);
        run = 0;
      }
      block.contexts[run++] = arena.vertexOffset(contextSlots[context]);
    }
    trainRun(arena, run, sampled);
  }

  private void trainRun(Arena arena, int run, boolean sampled) {
    block.count = run;
    kernel.train(arena.floats, tables.shape().stride(), block);
    if (sampled) {
      arena.loss += SampledLoss.of(block, rate);
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
  private int pickNegatives(long bits, int picks, int centreSlot, int used) {
    int poolBits = bundle.poolBits();
    int mask = (1 << poolBits) - 1;
    int first = used;
    for (int pick = 0; pick < picks; pick++) {
      int slot = bundle.poolSlot((int) bits & mask);
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
  private void setOutputs(Arena arena, int centreSlot, long bits, int picks, boolean withPositive, int count) {
    int used = 0;
    if (withPositive) {
      outputSlots[used] = centreSlot;
      multiplicity[used++] = 1;
    }
    used = pickNegatives(bits, picks, centreSlot, used);
    for (int d = 0; d < used; d++) {
      int slot = outputSlots[d];
      arena.contextPairs[slot] += count;
      float target = d == 0 && withPositive ? POSITIVE : NEGATIVE;
      block.output(d, arena.contextOffset(slot), rate * multiplicity[d], target);
    }
    for (int d = used; d < Block.OUTPUTS; d++) {
      block.output(d, Arena.BLANK, 0f, NEGATIVE);
    }
  }
}
