package io.strider.runtime.train;

import java.util.List;

/**
 * Trainers on devices other than the processor, found by {@link java.util.ServiceLoader} so that this module knows
 * none of them. One provider is {@code cuda}. Thread-safe. Asking costs nothing where the device's libraries are
 * absent, and no failure of theirs leaves as anything but a {@link
 * io.strider.runtime.common.DeviceException}.
 */
public interface SkipGramTrainerProvider {

  /** Which kind of trainer this makes. */
  TrainerKind kind();

  /**
   * All devices, usable or not; never empty.
   *
   * @throws io.strider.runtime.common.DeviceException when there is none, saying in one line which piece is missing
   */
  List<TrainingDevice> devices();

  /**
   * A trainer whose tables lie on a device. Takes the start vectors from {@code job} and brings the trained ones
   * back into them.
   *
   * @param choice names one of the {@link #devices} and the format of the tables there
   * @throws io.strider.runtime.common.DeviceException when the device is missing, cannot train or fails
   * @throws io.strider.runtime.common.LimitException when the tables do not fit into its memory
   */
  SkipGramTrainer create(TrainingJob job, TrainerChoice choice);
}
