package io.strider.deploy.command;

import io.strider.deploy.report.Session;
import io.strider.runtime.time.Clock;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/** The entry point of the process. */
public final class StriderMain {

  private StriderMain() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] words) {
    StandardError.install();
    // Messages of several threads while logging starts are only replayed; SLF4J would announce that.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Interrupts interrupts = Interrupts.install();
    StandardOutput out = new StandardOutput(new FileOutputStream(java.io.FileDescriptor.out));
    Session session =
        new Session(
            writer(out),
            writer(System.err),
            new StoppableInput(System.in, interrupts),
            isTerminal(),
            Clock.SYSTEM,
            InstantSource.system(),
            interrupts);
    int code;
    try {
      code = StriderCommand.run(session, words);
    } catch (Error e) {
      // Threads that a failed start has left must not keep the process alive.
      e.printStackTrace(session.err());
      code = ExitCode.INTERNAL.code();
    }
    session.out().flush();
    String lost = out.failure();
    if (lost != null) {
      session.err().println("strider: standard output: found a failure to write: " + lost + ", expected room for the result");
      code = code == ExitCode.OK.code() ? ExitCode.INPUT.code() : code;
    }
    session.err().flush();
    System.exit(interrupts.isCancelled() && code != 0 ? ExitCode.INTERRUPTED.code() : code);
  }

  /** The launcher knows, since it stands between standard error and the JVM's; without it this is a guess. */
  @SuppressWarnings("SystemConsoleNull") // Null again in JDK 25 where a stream is redirected.
  private static boolean isTerminal() {
    String told = System.getProperty("strider.terminal");
    return told == null ? System.console() != null && System.console().isTerminal() : Boolean.parseBoolean(told);
  }

  private static PrintWriter writer(OutputStream out) {
    return new PrintWriter(out, false, StandardCharsets.UTF_8);
  }
}
