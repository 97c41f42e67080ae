package io.strider.deploy.options;

import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerDevices;
import io.strider.runtime.train.TrainerKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which arithmetic trains, and where. */
public final class TrainerOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(
      names = "--trainer",
      defaultValue = "cpu",
      paramLabel = "KIND",
      description =
          "cpu: the best of this processor; simd, scalar: that one or none, same vectors; cuda: a GPU, whose vectors"
              + " differ from run to run; auto: cuda where it can be had, else cpu (default: ${DEFAULT-VALUE})")
  @SuppressWarnings("NullAway.Init")
  TrainerKind kind;

  @Option(
      names = "--device",
      split = ",",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "with --trainer cuda or auto: which GPU, or several side by side as in 0,1; see 'strider devices' (default:"
              + " ${DEFAULT-VALUE})")
  @SuppressWarnings("NullAway.Init")
  List<Integer> devices;

  @Option(
      names = "--table",
      defaultValue = "float32",
      paramLabel = "TYPE",
      description =
          "numbers of the vectors while they are trained: float32, or bfloat16 for half the memory (default:"
              + " ${DEFAULT-VALUE})")
  @SuppressWarnings("NullAway.Init")
  TableFormat format;

  /**
   * The choice, checked.
   *
   * @throws io.strider.runtime.common.DeviceException when the GPU that was asked for cannot be used
   */
  public TrainerChoice choice() {
    for (int device : devices) {
      Checks.range(spec, "--device", device, 0, Integer.MAX_VALUE);
    }
    boolean distinct = Set.copyOf(devices).size() == devices.size();
    Checks.require(distinct, spec, "--device", named(), "each device once");
    Checks.require(
        mayBeOnDevice() || devices.equals(List.of(0)), spec, "--device", named(), "--trainer cuda or auto beside it");
    TrainerChoice choice = new TrainerChoice(kind, devices, format);
    TrainerDevices.require(choice);
    return choice;
  }

  /** The choice, which must be of the processor: for what cannot be said of a device. */
  public TrainerChoice onProcessor() {
    Checks.require(!mayBeOnDevice(), spec, "--trainer", kind.name().toLowerCase(Locale.ROOT), "cpu, simd or scalar");
    return choice();
  }

  private String named() {
    return devices.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  private boolean mayBeOnDevice() {
    return kind == TrainerKind.CUDA || kind == TrainerKind.AUTO;
  }
}
