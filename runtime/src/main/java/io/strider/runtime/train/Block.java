package io.strider.runtime.train;

/**
 * One step of training, as the kernels see it: up to {@link #CONTEXTS} vertex rows (contexts of one centre, in order)
 * against {@link #OUTPUTS} context rows. A thread keeps one and refills it.
 *
 * <p>Scores and gradients lie in 8 lanes a vertex row, where the add tree of the vector kernels leaves them: output d
 * in lane {@code LANE[d]}; weights and targets have the same lanes.
 *
 * <p>The vertex rows must differ from one another, and so must the six output rows, but for the blank row (zeros,
 * never moves), which stands in for an absent output with weight 0.
 */
final class Block {

  /** Context rows of a block: a positive and five negatives, or six negatives. */
  static final int OUTPUTS = 6;

  /** Most vertex rows of a block. */
  static final int CONTEXTS = 4;

  /** Partial sums of a scalar product. */
  static final int LANES = 16;

  /** Scalar products that a vertex row has room for: with each output, and two with other rows. */
  static final int ROW_PRODUCTS = 8;

  /** Floats that the sums of one vertex row take. */
  static final int ROW_SUMS = ROW_PRODUCTS * LANES;

  /** What the add tree does to the number of a product: it reverses its three bits. */
  private static final int[] LANE = {0, 4, 2, 6, 1, 5, 3, 7};

  /** Where the product of vertex rows c and e lies among all, at 4 c + e. */
  private static final int[] BETWEEN = new int[CONTEXTS * CONTEXTS];

  static {
    for (int c = 1; c < CONTEXTS; c++) {
      for (int e = 0; e < c; e++) {
        int place = placeBetween(c, e);
        BETWEEN[c * CONTEXTS + e] = place / ROW_PRODUCTS * ROW_PRODUCTS + LANE[place % ROW_PRODUCTS];
      }
    }
  }

  /** Where in {@link #lanes} the partial sums lie: 16 of each scalar product; see {@link #sum}, {@link #sumBetween}. */
  private static final int SUMS = CacheLines.LEAD_FLOATS;

  /** Where in {@link #lanes} the scalar products lie: 8 lanes a vertex row; others at {@link #between}. */
  static final int PRODUCTS = SUMS + CONTEXTS * ROW_SUMS;

  /** Where in {@link #lanes} the kernel writes weight × (label − σ(score)): 8 lanes a vertex row. */
  static final int GRADIENTS = PRODUCTS + CONTEXTS * ROW_PRODUCTS;

  /** Where in {@link #lanes} each output's learning rate times multiplicity lies, 0 for absent ones. */
  static final int WEIGHTS = GRADIENTS + CONTEXTS * ROW_PRODUCTS;

  /** Where in {@link #lanes} each output's label − ½ lies. */
  static final int TARGETS = WEIGHTS + ROW_PRODUCTS;

  /** All that kernels work on beside the rows; no vector of 8 of a part crosses a cache line. */
  final float[] lanes = CacheLines.floats(TARGETS + ROW_PRODUCTS);

  /** Float offset of the blank row. */
  final int blank;

  /** Float offsets of the vertex rows. */
  final int[] contexts = CacheLines.ints(CONTEXTS);

  /** Float offsets of the context rows. */
  final int[] outputs = CacheLines.ints(OUTPUTS);

  /** The number of vertex rows, at 0. */
  private final int[] count = CacheLines.ints(1);

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
    return Integer.BYTES * (long) (CONTEXTS + OUTPUTS + 1) + Float.BYTES * (long) (TARGETS + ROW_PRODUCTS);
  }

  /** Vertex rows in this step; at least 1. */
  int count() {
    return count[0];
  }

  /** Sets the number of vertex rows. */
  void count(int rows) {
    count[0] = rows;
  }

  /** The gradient of a pair that the kernel left. */
  float gradient(int c, int d) {
    return lanes[GRADIENTS + c * ROW_PRODUCTS + LANE[d]];
  }

  /** Learning rate times multiplicity of an output. */
  float weight(int d) {
    return lanes[WEIGHTS + LANE[d]];
  }

  /** Where what belongs to output d lies among a vertex row's 8 lanes. */
  static int lane(int d) {
    return LANE[d];
  }

  /** Where in {@link #lanes} the partial sums of product {@code d} of vertex row {@code c} begin. */
  static int sum(int c, int d) {
    return SUMS + c * ROW_SUMS + d * LANES;
  }

  /** Where in {@link #lanes} the partial sums of the product of vertex rows {@code c} and {@code e < c} begin. */
  static int sumBetween(int c, int e) {
    int place = placeBetween(c, e);
    return sum(place / ROW_PRODUCTS, place % ROW_PRODUCTS);
  }

  /** Products of two vertex rows take the places 6 and 7 of rows 1 to 3. Not an array: of one the JIT makes no constant. */
  private static int placeBetween(int c, int e) {
    return switch (c * CONTEXTS + e) {
      case 4 -> 14;
      case 8 -> 22;
      case 9 -> 23;
      case 12 -> 15;
      case 13 -> 31;
      case 14 -> 30;
      default -> throw new IllegalArgumentException("rows " + c + " and " + e);
    };
  }

  /** Where in {@link #lanes} the product of vertex rows {@code c} and {@code e < c} lies. */
  static int between(int c, int e) {
    return PRODUCTS + BETWEEN[c * CONTEXTS + e];
  }

  /** Fills the free vertex rows with the blank row, for kernels that take rows by twos; returns how many twos. */
  int pairs() {
    for (int c = count[0]; c < CONTEXTS; c++) {
      contexts[c] = blank;
    }
    return (count[0] + 1) / 2;
  }

  /** Sets one output. */
  void output(int d, int offset, float weight, float target) {
    outputs[d] = offset;
    weigh(d, weight, target);
  }

  /** Sets what belongs to one output but its place. */
  void weigh(int d, float weight, float target) {
    lanes[WEIGHTS + LANE[d]] = weight;
    lanes[TARGETS + LANE[d]] = target;
  }
}
