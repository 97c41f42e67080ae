package io.strider.runtime.train;

import io.strider.runtime.corpus.Wave;

/**
 * Trains one sentence of a walk inside an {@link Arena}. Skip-gram as gensim has it: every centre draws its window, and each
 * context's vertex row is trained against the centre's context row and against negatives; a negative that is the centre
 * itself is skipped. Up to {@link #CONTEXTS_PER_SET} contexts share a set of negatives, and the sets are picked
 * from the sentence's pool (see {@link SentenceShape}), so that a row is fetched once and used often. One thread's; allocates only when built.
 */
final class SentenceTrainer {

  /** Contexts that share one set of negatives. Measured: see docs/DECISIONS.md. */
  static final int CONTEXTS_PER_SET = Integer.getInteger("strider.exp.share", 4);

  private static final float POSITIVE = 0.5f;
  private static final float NEGATIVE = -0.5f;

  private final TrainingTables tables;
  private final BlockKernel kernel;
  private final Sentence sentence;
  private final Block block;
  private final int[] outputSlots = new int[Block.OUTPUTS];
  private final int[] multiplicity = new int[Block.OUTPUTS];
  private final int blocks;

  SentenceTrainer(TrainingTables tables, BlockKernel kernel) {
    this.tables = tables;
    this.kernel = kernel;
    this.sentence = new Sentence(tables);
    this.block = new Block(maxContexts(tables.parameters(), tables.shape()));
    this.blocks = tables.parameters().negatives() / Block.OUTPUTS + 1;
  }

  private static int maxContexts(TrainingParameters parameters, SentenceShape shape) {
    return Math.min(CONTEXTS_PER_SET, Math.min(2 * parameters.window(), shape.maxTokens()));
  }

  /** Bytes of one, without its arena. */
  static long bytes(TrainingParameters parameters, SentenceShape shape) {
    return Sentence.bytes(shape) + Block.bytes(maxContexts(parameters, shape));
  }

  /**
   * Trains the next sentence of a walk in the arena, which then holds the trained rows. The tables are only read.
   *
   * @param wave holds the walk
   * @param index row of the walk in the wave
   * @param epoch from 0
   * @param arena where the walk was started; advanced
   */
  void train(Wave wave, int index, int epoch, Arena arena) {
    if (!sentence.read(wave, index, epoch, arena)) {
      return;
    }
    arena.copyRows(tables.vectors(), tables.contexts());
    long walk = wave.firstWalk() + index;
    float rate = (float) tables.plan().learningRate(tables.parameters(), epoch, walk);
    int sampled = SampledLoss.centre(walk, sentence.tokens());
    int tokens = sentence.tokens();
    int window = tables.parameters().window();
    for (int centre = 0; centre < tokens; centre++) {
      int reach = TrainingDraws.window(sentence.stream(), sentence.position(centre), window);
      int first = Math.max(0, centre - reach);
      int last = Math.min(tokens - 1, centre + reach);
      trainCentre(arena, centre, first, last, rate, centre == sampled);
    }
  }

  private void trainCentre(Arena arena, int centre, int first, int last, float rate, boolean sampled) {
    int group = 0;
    int count = 0;
    for (int context = first; context <= last; context++) {
      if (context != centre) {
        int slot = sentence.slot(context);
        block.contexts[count++] = arena.vertexOffset(slot);
        arena.vertexPairs[slot]++;
      }
      if (count == CONTEXTS_PER_SET || context == last && count > 0) {
        block.count = count;
        trainGroup(arena, centre, group++, rate, sampled);
        count = 0;
      }
    }
  }

  /** Contexts that share a set of negatives: against six outputs at a time. */
  private void trainGroup(Arena arena, int centre, int group, float rate, boolean sampled) {
    int left = tables.parameters().negatives();
    for (int b = 0; b < blocks; b++) {
      int picks = Math.min(left, b == 0 ? Block.OUTPUTS - 1 : Block.OUTPUTS);
      left -= picks;
      long bits = TrainingDraws.picks(sentence.stream(), sentence.position(centre), group * blocks + b);
      setOutputs(arena, sentence.slot(centre), bits, picks, b == 0, rate);
      kernel.train(arena.floats, tables.shape().stride(), block);
      if (sampled) {
        arena.loss += SampledLoss.of(block, rate);
        arena.lossPairs += b == 0 ? block.count : 0;
      }
    }
  }

  /** Adds picked slots to the outputs: a repeated one counts double, the centre not at all. Returns the outputs in use. */
  private int pickNegatives(long bits, int picks, int centreSlot, int used) {
    int poolBits = sentence.poolBits();
    int mask = (1 << poolBits) - 1;
    int first = used;
    for (int pick = 0; pick < picks; pick++) {
      int slot = sentence.poolSlot((int) bits & mask);
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
  private void setOutputs(Arena arena, int centreSlot, long bits, int picks, boolean withPositive, float rate) {
    int used = 0;
    if (withPositive) {
      outputSlots[used] = centreSlot;
      multiplicity[used++] = 1;
    }
    used = pickNegatives(bits, picks, centreSlot, used);
    for (int d = 0; d < used; d++) {
      int slot = outputSlots[d];
      arena.contextPairs[slot] += block.count;
      float target = d == 0 && withPositive ? POSITIVE : NEGATIVE;
      block.output(d, arena.contextOffset(slot), rate * multiplicity[d], target);
    }
    for (int d = used; d < Block.OUTPUTS; d++) {
      block.output(d, Arena.BLANK, 0f, NEGATIVE);
    }
  }
}
