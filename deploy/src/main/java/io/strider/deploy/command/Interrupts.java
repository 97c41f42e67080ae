package io.strider.deploy.command;

import io.strider.runtime.common.Cancellation;
import sun.misc.Signal;

/**
 * Ctrl-C and termination: the first asks the run to stop, so that it can take its unfinished files away; the second
 * halts at once.
 */
@SuppressWarnings("sunapi")
final class Interrupts implements Cancellation {

  private static final String[] SIGNALS = {"INT", "TERM"};

  private volatile boolean cancelled;

  private Interrupts() {}

  /** Takes over the signals of this process. */
  static Interrupts install() {
    Interrupts interrupts = new Interrupts();
    for (String name : SIGNALS) {
      Signal.handle(new Signal(name), _ -> interrupts.signalled());
    }
    return interrupts;
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  private synchronized void signalled() {
    if (cancelled) {
      Runtime.getRuntime().halt(ExitCode.INTERRUPTED.code());
    }
    cancelled = true;
    System.err.println("\nstopping; once more to stop at once");
  }
}
