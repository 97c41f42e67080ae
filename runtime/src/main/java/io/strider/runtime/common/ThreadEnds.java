package io.strider.runtime.common;

/** Waits for threads to end. Stateless. */
public final class ThreadEnds {

  private ThreadEnds() {}

  /** Waits until a thread has ended, however often the caller is interrupted; it stays interrupted then. */
  public static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException late) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
