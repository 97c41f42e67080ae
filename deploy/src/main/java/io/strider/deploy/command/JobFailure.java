package io.strider.deploy.command;

/** The failure of a job that ran in another process, with the exit code that it would have had in this one. */
final class JobFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  JobFailure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  ExitCode exitCode() {
    for (ExitCode code : ExitCode.values()) {
      if (code.code() == exitCode && code != ExitCode.OK) {
        return code;
      }
    }
    return ExitCode.INTERNAL;
  }
}
