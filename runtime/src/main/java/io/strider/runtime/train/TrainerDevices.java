package io.strider.runtime.train;

import io.strider.runtime.common.DeviceException;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The devices of all {@link SkipGramTrainerProvider}s on the class path. Stateless and thread-safe. */
public final class TrainerDevices {

  private TrainerDevices() {}

  /**
   * The devices of a kind.
   *
   * @throws DeviceException when there is none, saying in one line which piece is missing
   */
  public static List<TrainingDevice> list(TrainerKind kind) {
    return provider(kind).devices();
  }

  /** Why the devices cannot train, in one line; null if they can. */
  public static @Nullable String missing(TrainerChoice choice) {
    try {
      List<TrainingDevice> devices = list(choice.kind());
      return choice.devices().stream()
          .map(number -> missing(devices, number))
          .filter(Objects::nonNull)
          .findFirst()
          .orElse(null);
    } catch (DeviceException e) {
      return e.getMessage();
    }
  }

  private static @Nullable String missing(List<TrainingDevice> devices, int number) {
    for (TrainingDevice device : devices) {
      if (device.number() == number) {
        String unusable = device.unusable();
        return unusable == null ? null : "device " + number + " (" + device.name() + ") cannot train: " + unusable;
      }
    }
    return "there is no device " + number + ", only 0 to " + (devices.size() - 1);
  }

  /**
   * Fails at once where a choice could only fail later.
   *
   * @throws DeviceException when the choice asks for a device that cannot train
   */
  public static void require(TrainerChoice choice) {
    if (choice.kind() == TrainerKind.CUDA) {
      String missing = missing(choice);
      if (missing != null) {
        throw new DeviceException(missing);
      }
    }
  }

  static SkipGramTrainerProvider provider(TrainerKind kind) {
    for (SkipGramTrainerProvider provider : ServiceLoader.load(SkipGramTrainerProvider.class)) {
      if (provider.kind() == kind) {
        return provider;
      }
    }
    throw new DeviceException("CUDA: this build has no GPU trainer (strider-gpu is not on the class path)");
  }
}
