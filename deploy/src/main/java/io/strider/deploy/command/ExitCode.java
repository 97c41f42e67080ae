package io.strider.deploy.command;

import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.common.DeviceException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.common.TrainingException;
import java.nio.file.InvalidPathException;

/** How a command ends, as a number that scripts can rely on. */
enum ExitCode {
  OK(0, "all done"),
  INTERNAL(1, "a fault of Strider itself; --verbose shows its stack trace"),
  USAGE(2, "an option or a parameter that is wrong; nothing was begun"),
  INPUT(3, "input that cannot be read, or output that cannot be written"),
  LIMIT(4, "more memory, or more of something else, than a limit allows"),
  DIVERGED(5, "training diverged"),
  CLUSTER(6, "the cluster could not be joined, or lost what the run needs"),
  DEVICE(7, "the GPU that was asked for cannot be used, or failed"),
  INTERRUPTED(130, "stopped by Ctrl-C or a termination signal");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  String meaning() {
    return meaning;
  }

  /** How a failure ends the command. */
  static ExitCode of(Throwable failure) {
    return switch (failure) {
      case InputException _, InvalidPathException _ -> INPUT;
      case LimitException _ -> LIMIT;
      case CancelledException _ -> INTERRUPTED;
      case TrainingException _ -> DIVERGED;
      case ClusterException _ -> CLUSTER;
      case DeviceException _ -> DEVICE;
      case JobFailure job -> job.exitCode();
      case OutOfMemoryError _ -> LIMIT;
      default -> INTERNAL;
    };
  }
}
