package io.strider.gpu;

import io.strider.runtime.common.LimitException;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.block.BlockPlan;

/**
 * What training needs of a device's memory beside the tables, in bytes, known before anything is allocated. The driver's rounding is left
 * out, see {@link #DRIVER_SHARE}.
 *
 * @param vocabulary rows of vertices, alias table, subsampling thresholds
 * @param waves two slices of walks, as walked and prepared
 * @param rowBytes of a row of one table
 */
record DeviceFootprint(long vocabulary, long waves, long rowBytes) {

  /** Of a device's free memory one part in so many is left to the driver: allocations are rounded up, kernels take some. */
  static final int DRIVER_SHARE = 32;

  static DeviceFootprint of(TrainingJob job, TableFormat format, WaveSlices slices) {
    return new DeviceFootprint(
        job.rowOfVertex().length * (long) Integer.BYTES
            + job.negatives().entries().length * (long) Long.BYTES
            + job.subsampling().thresholds().length * (long) Long.BYTES,
        2L * slices.deviceBytes() + DeviceTrainer.STATUS_BYTES,
        (long) job.shape().stride() * cellBytes(format));
  }

  static int cellBytes(TableFormat format) {
    return format == TableFormat.BFLOAT16 ? Short.BYTES : Float.BYTES;
  }

  /** Bytes with a block of the tables. */
  long totalBytes(BlockPlan plan) {
    return vocabulary + waves + plan.residentBytes();
  }

  /**
   * How to cut the tables for devices of which each has so much memory.
   *
   * @param free bytes that are free on the device that has least
   * @throws LimitException when not even the finest cut fits
   */
  BlockPlan plan(int rows, int devices, long free) {
    long usable = free - free / DRIVER_SHARE;
    long budget = usable - vocabulary - waves;
    long finest = new BlockPlan(rows, rowBytes, devices, BlockPlan.MAX_PARTS / devices * devices).residentBytes();
    if (budget < finest) {
      throw new LimitException(
          "the GPU trainer needs at least " + (vocabulary + waves + finest) + " bytes of device memory, " + usable
              + " of " + free + " free ones can be had: use fewer --dimensions, or --table bfloat16");
    }
    return BlockPlan.of(rows, rowBytes, devices, budget);
  }
}
