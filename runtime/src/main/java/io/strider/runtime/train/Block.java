package io.strider.runtime.train;

/**
 * One step of training, as the kernels see it: up to {@link #CONTEXTS} vertex rows (contexts of one centre, in order)
 * against {@link #OUTPUTS} context rows. A thread keeps one and refills it.
 *
 * <p>Scores and gradients lie in 16 lanes a vertex row, where the add tree of the vector kernels leaves them: output d
 * in lane {@code LANE[d]}; {@code weights} and {@code targets} have the same lanes.
 *
 * <p>The vertex rows must differ from one another, and so must the six output rows, but for the blank row (zeros,
 * never moves), which stands in for an absent output with weight 0.
 */
final class Block {

  /** Context rows of a block: a positive and five negatives, or six negatives. */
  static final int OUTPUTS = 6;

  /** Most vertex rows of a block. */
  static final int CONTEXTS = 4;

  static final int LANES = 16;

  /** Scalar products that a vertex row has room for in {@link #sums}: with each output, and two with other rows. */
  static final int PRODUCTS = 8;

  /** Floats that the sums of one vertex row take. */
  static final int ROW_SUMS = PRODUCTS * LANES;

  private static final int[] LANE = {0, 8, 4, 12, 2, 10, 6, 14};

  /** Products of two vertex rows take the places 6 and 7 of rows 1 to 3: the place of (c, e) at 4 c + e. */
  private static final int[] PLACE_BETWEEN = {0, 0, 0, 0, 14, 0, 0, 0, 22, 23, 0, 0, 15, 31, 30, 0};

  private static final int[] BETWEEN = new int[CONTEXTS * CONTEXTS];

  static {
    for (int i = 0; i < BETWEEN.length; i++) {
      BETWEEN[i] = PLACE_BETWEEN[i] / PRODUCTS * LANES + LANE[PLACE_BETWEEN[i] % PRODUCTS];
    }
  }

  /** Float offset of the blank row. */
  final int blank;

  /** Float offsets of the vertex rows. */
  final int[] contexts = new int[CONTEXTS];

  /** Float offsets of the context rows. */
  final int[] outputs = new int[OUTPUTS];

  /** Learning rate times multiplicity of each output, 0 for absent ones; in lanes. */
  final float[] weights = new float[LANES];

  /** Label − ½ of each output; in lanes. */
  final float[] targets = new float[LANES];

  /** Written by the kernel: weight × (label − σ(score)), 16 lanes a vertex row. */
  final float[] gradients = new float[CONTEXTS * LANES];

  /** For the kernels: scalar products, 16 lanes a vertex row; products with other rows at {@link #between}. */
  final float[] products = new float[CONTEXTS * LANES];

  /** For the kernels: 16 partial sums of each scalar product; at {@link #sum} and {@link #sumBetween}. */
  final float[] sums = new float[CONTEXTS * ROW_SUMS];

  /** Vertex rows in this step; at least 1. */
  int count;

  /**
   * An empty block.
   *
   * @param blank float offset of a row of zeros that nobody else uses while the block is trained
   */
  Block(int blank) {
    this.blank = blank;
  }

  /** Bytes of one. */
  static long bytes() {
    return Integer.BYTES * (long) (CONTEXTS + OUTPUTS)
        + Float.BYTES * (long) (2 * LANES + CONTEXTS * (2 * LANES + ROW_SUMS));
  }

  /** Where what belongs to output d lies among a vertex row's 16 lanes. */
  static int lane(int d) {
    return LANE[d];
  }

  /** Where in {@link #sums} the partial sums of product {@code d} of vertex row {@code c} begin. */
  static int sum(int c, int d) {
    return c * ROW_SUMS + d * LANES;
  }

  /** Where in {@link #sums} the partial sums of the product of vertex rows {@code c} and {@code e < c} begin. */
  static int sumBetween(int c, int e) {
    int place = PLACE_BETWEEN[c * CONTEXTS + e];
    return sum(place / PRODUCTS, place % PRODUCTS);
  }

  /** Where in {@link #products} the product of vertex rows {@code c} and {@code e < c} lies. */
  static int between(int c, int e) {
    return BETWEEN[c * CONTEXTS + e];
  }

  /** Fills the free vertex rows with the blank row, for kernels that take rows by twos; returns how many twos. */
  int pairs() {
    for (int c = count; c < CONTEXTS; c++) {
      contexts[c] = blank;
    }
    return (count + 1) / 2;
  }

  /** Sets one output. */
  void output(int d, int offset, float weight, float target) {
    outputs[d] = offset;
    weights[LANE[d]] = weight;
    targets[LANE[d]] = target;
  }
}
