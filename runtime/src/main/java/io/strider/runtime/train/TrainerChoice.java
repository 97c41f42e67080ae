package io.strider.runtime.train;

import io.strider.runtime.common.InputException;

/**
 * Which trainer to make.
 *
 * @param kind which arithmetic
 * @param device number of the device, for kinds that have one; at least 0
 * @param format of the tables: the processor's, or those on the device
 */
public record TrainerChoice(TrainerKind kind, int device, TableFormat format) {

  /** The best of this processor: results do not depend on the machine. */
  public static final TrainerChoice DEFAULT = of(TrainerKind.CPU);

  /** Checks the range. */
  public TrainerChoice {
    if (device < 0) {
      throw InputException.at("--device", String.valueOf(device), "at least 0");
    }
  }

  /** This choice with another kind. */
  TrainerChoice on(TrainerKind other) {
    return new TrainerChoice(other, device, format);
  }

  /** A kind, on its first device in float32 where it has one. */
  public static TrainerChoice of(TrainerKind kind) {
    return new TrainerChoice(kind, 0, TableFormat.FLOAT32);
  }
}
