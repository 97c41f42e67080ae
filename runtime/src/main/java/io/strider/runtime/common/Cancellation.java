package io.strider.runtime.common;

/** Asked now and then by every long loop: should the work stop? Implementations are safe from any thread. */
@FunctionalInterface
public interface Cancellation {

  /** Never cancelled. */
  Cancellation NEVER = () -> false;

  /** True once the work should stop; never false again after that. */
  boolean isCancelled();

  /** Throws {@link CancelledException} once the work should stop. */
  default void check() {
    if (isCancelled()) {
      throw new CancelledException();
    }
  }
}
