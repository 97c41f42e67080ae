package io.strider.deploy.command;

import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Json;
import io.strider.deploy.report.Session;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Tells a person in one line what went wrong, and a script that asked for JSON the same as an object
 * {@code {"error":{"exitCode":…,"message":…}}} on standard output.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {

  private final Session session;
  private final List<String> words;

  Failures(Session session, List<String> words) {
    this.session = session;
    this.words = words;
  }

  @Override
  public int handleParseException(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    tell(command, ExitCode.USAGE, oneLine(failure), null);
    UnmatchedArgumentException.printSuggestions(failure, session.err());
    session.err().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    session.err().flush();
    return ExitCode.USAGE.code();
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    return handle(failure, command);
  }

  int handle(Throwable failure, CommandLine command) {
    ExitCode code = ExitCode.of(failure);
    tell(command, code, message(failure, code), failure);
    return code.code();
  }

  private void tell(CommandLine command, ExitCode code, String message, @org.jspecify.annotations.Nullable Throwable failure) {
    session.err().println(command.getCommandSpec().qualifiedName() + ": " + message);
    if (failure != null && asked("--verbose")) {
      failure.printStackTrace(session.err());
    }
    session.err().flush();
    if (asked("--json")) {
      session.out().println(Json.error(code.code(), message));
      session.out().flush();
    }
  }

  /** What a person is told. */
  static String message(Throwable failure, ExitCode code) {
    if (failure instanceof OutOfMemoryError) {
      return "the heap of "
          + Figures.bytes(Runtime.getRuntime().maxMemory())
          + " is used up; give it more (--memory where the command has it, or STRIDER_JAVA_OPTS=-Xmx...), or use fewer --dimensions";
    }
    String told = oneLine(failure);
    return code == ExitCode.INTERNAL && !(failure instanceof JobFailure)
        ? "a fault of Strider itself, please report it: " + failure.getClass().getSimpleName() + ": " + told
        : told;
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message.replace('\n', ' ').strip();
  }

  /** Was the switch among the words? They are what a person typed, and may not have been understood. */
  private boolean asked(String option) {
    return words.contains(option) || words.contains(option + "=true");
  }
}
