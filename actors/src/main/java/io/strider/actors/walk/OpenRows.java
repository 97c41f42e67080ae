package io.strider.actors.walk;

import io.strider.runtime.walk.WaveRows;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The rows of the open waves of a run whose lanes and buffers are in one process. Thread-safe. */
final class OpenRows {

  private final AtomicReferenceArray<@Nullable WaveRows> ofBuffers;

  /**
   * No wave is open.
   *
   * @param buffers wave n is collected by buffer n mod their number
   */
  OpenRows(int buffers) {
    ofBuffers = new AtomicReferenceArray<>(buffers);
  }

  void put(WaveRows rows) {
    ofBuffers.set(buffer(rows.wave()), rows);
  }

  /** The rows of a wave, or null when it is not open. */
  @Nullable WaveRows of(long wave) {
    WaveRows rows = ofBuffers.get(buffer(wave));
    return rows != null && rows.wave() == wave ? rows : null;
  }

  private int buffer(long wave) {
    return (int) (wave % ofBuffers.length());
  }
}
