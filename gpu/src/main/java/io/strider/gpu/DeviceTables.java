package io.strider.gpu;

import io.strider.gpu.driver.CudaDriver;
import io.strider.gpu.driver.DeviceScope;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingJob;
import java.nio.ByteBuffer;

/**
 * What lies on the device for a whole run: both job, and what maps vertices to rows and draws negatives. Row-major, as
 * {@link FloatTable} has it, in float32 or bfloat16. Goes through one page-locked buffer, piece by piece. One
 * thread at a time; owned by the scope that it was made in.
 */
final class DeviceTables {

  private static final int STAGING_BYTES = 4 << 20;

  final long vectors;
  final long contexts;
  final long rowOfVertex;
  final long negatives;

  /** Address of the thresholds, or 0 where every token is kept. */
  final long thresholds;

  private final TrainingJob job;
  private final TableFormat format;
  private final ByteBuffer staging;
  private final int rowBytes;

  DeviceTables(TrainingJob job, TableFormat format, DeviceScope scope, long stream) {
    this.job = job;
    this.format = format;
    rowBytes = job.shape().stride() * DeviceFootprint.cellBytes(format);
    staging = scope.pinned(STAGING_BYTES);
    long bytes = (long) job.vectors().rows() * rowBytes;
    vectors = scope.memory(bytes);
    contexts = scope.memory(bytes);
    CudaDriver driver = scope.enter();
    rowOfVertex = scope.memory(Math.max(1, job.rowOfVertex().length) * (long) Integer.BYTES);
    negatives = scope.memory(job.negatives().entries().length * (long) Long.BYTES);
    long[] keepBelow = job.subsampling().thresholds();
    thresholds = keepBelow.length == 0 ? 0 : scope.memory(keepBelow.length * (long) Long.BYTES);
    upload(driver, job.rowOfVertex(), rowOfVertex, stream);
    upload(driver, job.negatives().entries(), negatives, stream);
    upload(driver, keepBelow, thresholds, stream);
    upload(driver, job.vectors(), vectors, stream);
    upload(driver, job.contexts(), contexts, stream);
  }

  /** Brings both tables back. */
  void download(CudaDriver driver, long stream) {
    download(driver, job.vectors(), vectors, stream);
    download(driver, job.contexts(), contexts, stream);
  }

  private void upload(CudaDriver driver, int[] values, long address, long stream) {
    int most = STAGING_BYTES / Integer.BYTES;
    for (int from = 0; from < values.length; from += most) {
      int count = Math.min(most, values.length - from);
      staging.asIntBuffer().put(values, from, count);
      send(driver, address + (long) from * Integer.BYTES, (long) count * Integer.BYTES, stream);
    }
  }

  private void upload(CudaDriver driver, long[] values, long address, long stream) {
    int most = STAGING_BYTES / Long.BYTES;
    for (int from = 0; from < values.length; from += most) {
      int count = Math.min(most, values.length - from);
      staging.asLongBuffer().put(values, from, count);
      send(driver, address + (long) from * Long.BYTES, (long) count * Long.BYTES, stream);
    }
  }

  private void upload(CudaDriver driver, FloatTable table, long address, long stream) {
    int most = STAGING_BYTES / rowBytes;
    for (int from = 0; from < table.rows(); from += most) {
      int count = Math.min(most, table.rows() - from);
      for (int row = 0; row < count; row++) {
        write(table, from + row, row * rowBytes);
      }
      send(driver, address + (long) from * rowBytes, (long) count * rowBytes, stream);
    }
  }

  private void send(CudaDriver driver, long address, long bytes, long stream) {
    driver.copyToDevice(address, staging, bytes, stream);
    driver.synchronize(stream);
  }

  private void download(CudaDriver driver, FloatTable table, long address, long stream) {
    int most = STAGING_BYTES / rowBytes;
    for (int from = 0; from < table.rows(); from += most) {
      int count = Math.min(most, table.rows() - from);
      driver.copyToHost(staging, address + (long) from * rowBytes, (long) count * rowBytes, stream);
      driver.synchronize(stream);
      for (int row = 0; row < count; row++) {
        read(table, from + row, row * rowBytes);
      }
    }
  }

  private void write(FloatTable table, int row, int at) {
    float[] chunk = table.chunk(row);
    int offset = table.offset(row);
    for (int i = 0; i < table.stride(); i++) {
      if (format == TableFormat.BFLOAT16) {
        staging.putShort(at + i * Short.BYTES, toBfloat16(chunk[offset + i]));
      } else {
        staging.putFloat(at + i * Float.BYTES, chunk[offset + i]);
      }
    }
  }

  private void read(FloatTable table, int row, int at) {
    float[] chunk = table.chunk(row);
    int offset = table.offset(row);
    for (int i = 0; i < table.stride(); i++) {
      chunk[offset + i] =
          format == TableFormat.BFLOAT16
              ? Float.intBitsToFloat(staging.getShort(at + i * Short.BYTES) << 16)
              : staging.getFloat(at + i * Float.BYTES);
    }
  }

  /** The upper half of a finite float, rounded to nearest, ties to even. */
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16);
  }
}
