package io.strider.runtime.train;

/**
 * Which arithmetic trains. The kinds of the processor ({@link #CPU}, {@link #SCALAR}, {@link #SIMD}) give the same
 * bits and differ in speed; {@link #CUDA} trains without order, so that each run gives other vectors.
 */
public enum TrainerKind {
  /** {@link #CUDA} where it can be had, else as {@link #CPU}. */
  AUTO,
  /** The widest vectors that this processor and JVM run well, else scalar. */
  CPU,
  /** Plain Java, for machines without the Vector API or without wide vectors. */
  SCALAR,
  /** Vectors of 512 or 256 bits; fails where there are none. */
  SIMD,
  /** A CUDA device; fails where there is none. */
  CUDA
}
