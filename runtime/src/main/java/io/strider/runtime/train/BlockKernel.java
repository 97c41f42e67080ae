package io.strider.runtime.train;

/**
 * Trains one {@link Block} in place: stochastic gradient descent on the loss of skip-gram with negative sampling
 * (Mikolov et al. 2013, eq. 4), one vertex row after the other, each against the six outputs as the row before
 * left them. Scoring several rows before moving any costs quality, even with negatives of their own: at four at a
 * time vectors of cora stayed 12 % shorter than gensim's. What the row before did to a score follows from the scalar
 * product of the two rows: (o + g·x′)·x = o·x + g·(x′·x). So all products are taken at once, from the values before the
 * step, and only the scores are computed row by row. Every implementation does this arithmetic and no other, and so
 * gives the same bits:
 *
 * <ol>
 *   <li>a product is 16 partial sums, lane l over the elements i ≡ l (mod 16) in ascending order by fused
 *       multiply-add, which are then added in a tree: l with l+8, then l+4, l+2, l+1;
 *   <li>the score of vertex row c and output d: their product, then ← fma(gradient of row e and d, product of rows c
 *       and e, score) for e = 0…c−1;
 *   <li>a gradient is {@link Sigmoid#residual} of the score, times the weight;
 *   <li>for each row in order: y ← x, y ← fma(gradient d, output d, y) for d = 0…5; then output d ← fma(gradient d, x,
 *       output d).
 * </ol>
 *
 * <p>Stateless; allocates nothing.
 */
interface BlockKernel {

  /** Name of the implementation for reports, such as {@code simd-512}. */
  String name();

  /** The element-wise operations that go with it. */
  RowKernel rows();

  /**
   * Goes through the block's vertex rows in order.
   *
   * @param floats holds all rows; rows of the block are changed
   * @param stride floats a row, a multiple of 16
   * @param block its gradients are overwritten
   */
  void train(float[] floats, int stride, Block block);
}
