package io.strider.runtime.train;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * A counter that threads wait on to move: a bounded number of spins, for a machine with a core for each, and then
 * parking, for one that is shared. A waiter says that it parks before it looks again, and {@link #raise} moves the
 * counter before it looks for waiters, so no wake-up is lost. Allocates nothing.
 */
final class Signal {

  /** Looks before a waiter parks; with the processor's pause some 50 to 100 µs, about what a walk's training takes. */
  static final int SPINS = 2_000;

  private final AtomicReferenceArray<Thread> waiters;
  private volatile int value;

  /** For so many possible waiters. */
  Signal(int size) {
    waiters = new AtomicReferenceArray<>(size);
  }

  int value() {
    return value;
  }

  /** Moves the counter and wakes who parked. One caller at a time, or a lost step would not matter. */
  synchronized void raise() {
    value++;
    for (int i = 0; i < waiters.length(); i++) {
      Thread waiter = waiters.get(i);
      if (waiter != null) {
        LockSupport.unpark(waiter);
      }
    }
  }

  /**
   * Waits until the counter differs from {@code seen}; an interrupt is kept for the caller and does not end the wait.
   *
   * @param index the waiter's own number
   * @return the counter
   */
  int await(int index, int seen) {
    for (int spin = 0; spin < SPINS; spin++) {
      if (value != seen) {
        return value;
      }
      Thread.onSpinWait();
    }
    boolean interrupted = false;
    waiters.set(index, Thread.currentThread());
    while (value == seen) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    waiters.set(index, null);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return value;
  }
}
