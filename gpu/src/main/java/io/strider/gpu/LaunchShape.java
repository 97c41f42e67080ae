package io.strider.gpu;

import io.strider.gpu.driver.DeviceProperties;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingJob;

/**
 * How the kernels are started for some tables on some device; {@code train_walks.cu} says what each figure means.
 *
 * @param kernel name of the function in the module {@code train_walks}
 * @param threads of a block, which trains one walk at a time
 * @param sharedBytes dynamic shared memory of a block
 * @param ring rows of a window, kept in shared memory; 0 where that has no room for them
 * @param walksAtOnce most blocks of a launch
 */
record LaunchShape(String kernel, int threads, int sharedBytes, int ring, int walksAtOnce) {

  /** The longest vector: 16 warps of 32 threads of 4 floats. */
  static final int MAX_DIMENSIONS = 2048;

  /**
   * A walk holds the rows of its window and its negatives and writes back the whole of each, so walks at once should be
   * few against the rows there are, or they undo each other's work. A guess: see docs/DECISIONS.md.
   */
  static final int ROWS_PER_WALK = 64;

  /** Warps that a multiprocessor can hold at 128 registers a thread. */
  private static final int WARPS_PER_MULTIPROCESSOR = 16;

  /** Below so many warps of walks a multiprocessor, a window in shared memory hides less latency than it saves. */
  private static final int LEAST_WARPS = 8;

  private static final int WARP = 32;
  private static final int MAX_PIECE = 4;

  /** Shared memory that the driver takes a block for itself. */
  private static final int RESERVED_BYTES = 1024;

  /**
   * The shape for a device that holds so many rows of each table at a time.
   *
   * @throws LimitException for vectors that no block has threads for
   */
  static LaunchShape of(TrainingJob job, TableFormat format, DeviceProperties device, int rows) {
    int dimensions = job.parameters().dimensions();
    if (dimensions > MAX_DIMENSIONS) {
      throw new LimitException(
          dimensions + " dimensions are more than the " + MAX_DIMENSIONS + " that the GPU trainer has threads for");
    }
    int rowFloats = job.shape().stride();
    int piece = rowFloats <= WARP ? 1 : rowFloats <= 2 * WARP ? 2 : MAX_PIECE;
    int warps = (rowFloats + piece * WARP - 1) / (piece * WARP);
    int partial = warps == 1 ? 0 : 2 * warps * WARP * Float.BYTES;
    int ring = 2 * job.parameters().window() + 1;
    long cachedBytes = (long) ring * rowFloats * Float.BYTES + partial;
    boolean cached =
        cachedBytes <= device.sharedBytesPerBlock() && residentWalks(device, warps, cachedBytes) * warps >= LEAST_WARPS;
    int sharedBytes = cached ? (int) cachedBytes : partial;
    int resident = residentWalks(device, warps, sharedBytes) * device.multiprocessors();
    int allowed = Math.max(1, rows / ROWS_PER_WALK);
    String prefix = format == TableFormat.BFLOAT16 ? "train_walks_bf16_" : "train_walks_";
    return new LaunchShape(
        prefix + piece, warps * WARP, sharedBytes, cached ? ring : 0, Math.min(resident, allowed));
  }

  private static int residentWalks(DeviceProperties device, int warps, long sharedBytes) {
    long byMemory = device.sharedBytesPerMultiprocessor() / (sharedBytes + RESERVED_BYTES);
    return (int) Math.max(1, Math.min(WARPS_PER_MULTIPROCESSOR / warps, byMemory));
  }

  boolean cached() {
    return ring > 0;
  }

  /** Shared memory of a block of {@code prepare_walks}. */
  int prepareSharedBytes() {
    return 2 * ring * Integer.BYTES;
  }
}
