package io.strider.runtime.export;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.corpus.WaveSink;
import java.io.IOException;

/** Writes waves one after the other. Not thread-safe; the stream is left open. */
public abstract class WalkWriter implements WaveSink {

  private static final int WALKS_PER_CHECK = 1 << 10;

  /** Writes what stands before the walks. */
  public abstract void begin() throws IOException;

  /** Writes what stands behind the walks. */
  public abstract void end() throws IOException;

  /** Writes the walk in a row of a wave. */
  abstract void write(int[] vertices, int from, int length) throws IOException;

  @Override
  public final void accept(Wave wave, Cancellation cancellation) {
    try {
      for (int row = 0; row < wave.walks(); row++) {
        if (row % WALKS_PER_CHECK == 0) {
          cancellation.check();
        }
        write(wave.vertices(), row * wave.stride(), wave.lengths()[row]);
      }
    } catch (IOException e) {
      throw InputException.at(
          "--output", "a failure to write: " + e.getMessage(), "a directory with room for the walks", e);
    }
  }
}
