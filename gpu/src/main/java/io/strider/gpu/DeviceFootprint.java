package io.strider.gpu;

import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingJob;

/**
 * What training needs of a device's memory, in bytes, known before anything is allocated. The driver's rounding and the
 * context itself are left out.
 *
 * @param tables vertex and context table
 * @param vocabulary rows of vertices, alias table, subsampling thresholds
 * @param waves two slices of walks, as walked and prepared
 */
record DeviceFootprint(long tables, long vocabulary, long waves) {

  static DeviceFootprint of(TrainingJob job, TableFormat format, WaveSlices slices) {
    long rows = job.vectors().rows();
    return new DeviceFootprint(
        2 * rows * job.shape().stride() * cellBytes(format),
        job.rowOfVertex().length * (long) Integer.BYTES
            + job.negatives().entries().length * (long) Long.BYTES
            + job.subsampling().thresholds().length * (long) Long.BYTES,
        2L * slices.deviceBytes());
  }

  static int cellBytes(TableFormat format) {
    return format == TableFormat.BFLOAT16 ? Short.BYTES : Float.BYTES;
  }

  long totalBytes() {
    return tables + vocabulary + waves;
  }
}
