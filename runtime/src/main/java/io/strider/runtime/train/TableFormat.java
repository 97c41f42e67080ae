package io.strider.runtime.train;

/** How a trainer on a device keeps the tables there; what it gives back is float32. */
public enum TableFormat {
  /** As the processor does. */
  FLOAT32,
  /** Half the memory and half the traffic, eight bits of precision; changes are rounded stochastically. */
  BFLOAT16
}
