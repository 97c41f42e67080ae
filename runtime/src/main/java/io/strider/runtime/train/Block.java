package io.strider.runtime.train;

/**
 * One step of training, as the kernels see it: up to {@link #CONTEXTS} vertex rows against {@link #OUTPUTS} context rows,
 * every pair of which is scored before anything moves. A thread keeps one and refills it.
 *
 * <p>Scores and gradients lie in 8 slots a vertex row, of which 6 are used, in the order in which the add tree of the
 * vector kernels leaves them: output d in slot {@code SLOT[d]} (d with its three bits reversed). {@code weights} and
 * {@code targets} repeat the 8 slots twice, since a 512-bit vector holds two vertex rows.
 *
 * <p>The six output rows must differ from one another, but for the blank row (zeros, never moves), which stands in for an absent
 * output with weight 0.
 */
final class Block {

  /** Vertex rows that share one set of negatives. Measured: see docs/DECISIONS.md. */
  static final int CONTEXTS = Integer.getInteger("strider.exp.group", 4);

  /** Context rows of a block: a positive and five negatives, or six negatives. */
  static final int OUTPUTS = 6;

  static final int SLOTS = 8;
  static final int PAIR_SLOTS = 2 * SLOTS;

  private static final int[] SLOT = {0, 4, 2, 6, 1, 5};

  /** Float offsets of the vertex rows in the arena; room for one more, which pads an odd count. */
  final int[] contexts = new int[CONTEXTS + 1];

  /** Float offsets of the context rows in the arena. */
  final int[] outputs = new int[OUTPUTS];

  /** Learning rate times multiplicity of each output, 0 for absent ones; in slots, twice. */
  final float[] weights = new float[PAIR_SLOTS];

  /** Label − ½ of each output; in slots, twice. */
  final float[] targets = new float[PAIR_SLOTS];

  /** Written by the kernel: weight × (label − σ(score)), 8 slots a vertex row. */
  final float[] gradients = new float[(CONTEXTS + 1) * SLOTS + SLOTS];

  /** For the scalar kernel: 16 virtual lanes, or the six outputs of one element before and after. */
  final float[] scratch = new float[PAIR_SLOTS];

  /** Vertex rows in this step. */
  int count;

  /** Where the gradient of output d lies among a vertex row's 8 slots. */
  static int slot(int d) {
    return SLOT[d];
  }

  /** Sets one output. */
  void output(int d, int offset, float weight, float target) {
    outputs[d] = offset;
    int slot = SLOT[d];
    weights[slot] = weight;
    weights[slot + SLOTS] = weight;
    targets[slot] = target;
    targets[slot + SLOTS] = target;
  }
}
