package io.strider.runtime.train;

import io.strider.runtime.common.InputException;
import java.util.HashSet;
import java.util.List;

/**
 * Which trainer to make.
 *
 * @param kind which arithmetic
 * @param devices numbers of the devices, for kinds that have some; at least one, each at least 0 and named once
 * @param format of the tables: the processor's, or those on the device
 */
public record TrainerChoice(TrainerKind kind, List<Integer> devices, TableFormat format) {

  /** The best of this processor: results do not depend on the machine. */
  public static final TrainerChoice DEFAULT = of(TrainerKind.CPU);

  /** Checks the devices. */
  public TrainerChoice {
    devices = List.copyOf(devices);
    if (devices.isEmpty() || devices.stream().anyMatch(number -> number < 0)) {
      throw InputException.at("--device", devices.toString(), "numbers from 0 on");
    }
    if (new HashSet<>(devices).size() < devices.size()) {
      throw InputException.at("--device", devices.toString(), "each device once");
    }
  }

  /** On one device. */
  public TrainerChoice(TrainerKind kind, int device, TableFormat format) {
    this(kind, List.of(device), format);
  }

  /** This choice with another kind. */
  TrainerChoice on(TrainerKind other) {
    return new TrainerChoice(other, devices, format);
  }

  /** A kind, on its first device in float32 where it has one. */
  public static TrainerChoice of(TrainerKind kind) {
    return new TrainerChoice(kind, 0, TableFormat.FLOAT32);
  }
}
