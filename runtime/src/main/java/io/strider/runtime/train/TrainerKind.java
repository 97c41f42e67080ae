package io.strider.runtime.train;

/** Which arithmetic trains. All kinds give the same bits; they differ in speed. */
public enum TrainerKind {
  /** The widest vectors that this processor and JVM run well, else scalar. */
  AUTO,
  /** Plain Java, for machines without the Vector API or without wide vectors. */
  SCALAR,
  /** Vectors of 512 or 256 bits; fails where there are none. */
  SIMD
}
