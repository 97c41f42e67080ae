package io.strider.gpu;

import io.strider.runtime.common.LimitException;
import io.strider.runtime.train.TrainingJob;

/**
 * How waves are cut for the device, so that neither page-locked nor device memory depends on the size of a wave.
 *
 * @param walks most walks of a slice, whole bundles
 * @param tokens most tokens of a slice
 */
record WaveSlices(int walks, int tokens) {

  /** Tokens of a slice, unless one bundle has more: 8 MiB, some milliseconds of training. */
  static final int TOKENS = 1 << 21;

  private static final int MAX_TOKENS = 1 << 28;

  static WaveSlices of(TrainingJob job) {
    return of(job, TOKENS);
  }

  static WaveSlices of(TrainingJob job, int tokens) {
    int bundle = job.shape().walksPerBundle();
    long length = job.plan().walkLength();
    long bundles = Math.max(1, Math.min(tokens / (bundle * length), (job.plan().walks() + bundle - 1) / bundle));
    long walks = bundles * bundle;
    if (walks * length > MAX_TOKENS) {
      throw new LimitException("walks of " + length + " vertices are too long for the GPU trainer's buffers");
    }
    return new WaveSlices((int) walks, (int) (walks * length));
  }

  /** Device bytes of one slice: vertices, rows, positions, plans; lengths, kept lengths. */
  long deviceBytes() {
    return (4L * tokens + 2L * walks) * Integer.BYTES;
  }
}
