package io.strider.runtime.train;

/**
 * One step of training, as the kernels see it: vertex rows (the contexts of one centre, in order) against {@link
 * #OUTPUTS} context rows. A thread keeps one and refills it.
 *
 * <p>Gradients lie in 16 lanes a vertex row, where the add tree of the vector kernels leaves them: output d in
 * lane {@code LANE[d]}; {@code weights} and {@code targets} have the same lanes.
 *
 * <p>The six output rows must differ from one another, but for the blank row (zeros, never moves), which stands in
 * for an absent output with weight 0.
 */
final class Block {

  /** Context rows of a block: a positive and five negatives, or six negatives. */
  static final int OUTPUTS = 6;

  static final int LANES = 16;

  private static final int[] LANE = {0, 8, 4, 12, 2, 10};

  /** Float offsets of the vertex rows in the arena. */
  final int[] contexts;

  /** Float offsets of the context rows in the arena. */
  final int[] outputs = new int[OUTPUTS];

  /** Learning rate times multiplicity of each output, 0 for absent ones; in lanes. */
  final float[] weights = new float[LANES];

  /** Label − ½ of each output; in lanes. */
  final float[] targets = new float[LANES];

  /** Written by the kernel: weight × (label − σ(score)), 16 lanes a vertex row. */
  final float[] gradients;

  /** For the kernels: the 16 partial sums of each output's score. */
  final float[] sums = new float[OUTPUTS * LANES];

  /** Vertex rows in this step; at least 1. */
  int count;

  /** Room for so many vertex rows. */
  Block(int maxContexts) {
    contexts = new int[maxContexts];
    gradients = new float[maxContexts * LANES];
  }

  /** Bytes with room for so many vertex rows. */
  static long bytes(int maxContexts) {
    return (long) maxContexts * (Integer.BYTES + LANES * Float.BYTES);
  }

  /** Where the gradient of output d lies among a vertex row's 16 lanes. */
  static int lane(int d) {
    return LANE[d];
  }

  /** Sets one output. */
  void output(int d, int offset, float weight, float target) {
    outputs[d] = offset;
    weights[LANE[d]] = weight;
    targets[LANE[d]] = target;
  }
}
