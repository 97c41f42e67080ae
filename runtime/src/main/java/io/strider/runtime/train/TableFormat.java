package io.strider.runtime.train;

/** How a trainer keeps the numbers of its tables. */
public enum TableFormat {
  /** 32 bits. */
  FLOAT32,
  /** Half the memory, eight bits of precision; what is stored is rounded stochastically. */
  BFLOAT16
}
