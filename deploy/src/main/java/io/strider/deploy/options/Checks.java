package io.strider.deploy.options;

import io.strider.runtime.common.InputException;
import io.strider.runtime.common.ThreadLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Failures of options, in one line each. Stateless. */
public final class Checks {

  private Checks() {}

  /** A wrong use of the command, which ends with the exit code of usage. */
  public static ParameterException usage(CommandSpec spec, String option, String found, String expected) {
    String message = InputException.at(option, found, expected).getMessage();
    return new ParameterException(spec.commandLine(), message == null ? option : message);
  }

  /** Refuses a number outside [{@code least}, {@code most}]. */
  public static void range(CommandSpec spec, String option, long found, long least, long most) {
    if (found < least || found > most) {
      String expected = most == Long.MAX_VALUE ? "at least " + least : least + " to " + most;
      throw usage(spec, option, String.valueOf(found), expected);
    }
  }

  /** How many threads: those given, checked, or a thread a core. */
  public static int threads(CommandSpec spec, @Nullable Integer given) {
    if (given == null) {
      return Math.min(ThreadLimit.MOST, Runtime.getRuntime().availableProcessors());
    }
    range(spec, "--threads", given, 1, ThreadLimit.MOST);
    return given;
  }

  /** Refuses what does not hold. */
  public static void require(boolean holds, CommandSpec spec, String option, Object found, String expected) {
    if (!holds) {
      throw usage(spec, option, String.valueOf(found), expected);
    }
  }
}
