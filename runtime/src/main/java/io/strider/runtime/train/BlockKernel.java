package io.strider.runtime.train;

/**
 * Trains one {@link Block} in place: the gradient of skip-gram with negative sampling (Mikolov et al. 2013, eq. 4) for
 * all pairs of the block at once. Every implementation does this arithmetic and no other, and so gives the same bits:
 *
 * <ol>
 *   <li>a score is 16 partial sums, lane l over the elements i ≡ l (mod 16) in ascending order by fused multiply-add, which
 *       are then added in a tree: l with l+8, then l+4, l+2, l+1;
 *   <li>a gradient is {@link Sigmoid#residual} times the weight;
 *   <li>element by element, vertex rows in order: y ← x, y ← fma(gradient d, output d, y) for d = 0…5 with the output
 *       rows as they were; then output d ← fma(gradient d, x, output d) with x as it was before this vertex row was
 *       stored. A vertex row that occurs twice is thus moved twice.
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
   * Scores the block and moves its rows.
   *
   * @param arena holds all rows; rows of the block are changed
   * @param stride floats a row, a multiple of 16
   * @param block its gradients are overwritten
   */
  void train(float[] arena, int stride, Block block);
}
