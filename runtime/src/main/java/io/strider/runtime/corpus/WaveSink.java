package io.strider.runtime.corpus;

import io.strider.runtime.common.Cancellation;

/** Takes complete waves in the order of their walk ids, one at a time, each epoch from walk 0. Need not be thread-safe. */
@FunctionalInterface
public interface WaveSink {

  /**
   * Works through a wave; the wave may be reused once this returns.
   *
   * @param wave complete walks, following the wave before without a gap
   * @param cancellation asked now and then
   */
  void accept(Wave wave, Cancellation cancellation);
}
