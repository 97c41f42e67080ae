package io.strider.gpu;

import io.strider.gpu.driver.CudaDriver;
import io.strider.gpu.driver.DeviceScope;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.block.BlockPlan;
import io.strider.runtime.train.block.TablePart;
import java.nio.ByteBuffer;

/**
 * What lies on one device: what maps vertices to rows and draws negatives, for a whole run, and one block of the tables at a
 * time, a vertex part and a context part by the {@link BlockPlan} (the whole of both where that has one part). Row-major, as
 * {@link FloatTable} has it, in float32 or bfloat16. The host's tables go through one page-locked buffer, piece by piece.
 * One thread at a time; owned by the scope that it was made in.
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
  private final BlockPlan plan;
  private final ByteBuffer staging;
  private final int rowBytes;

  DeviceTables(TrainingJob job, TableFormat format, BlockPlan plan, DeviceScope scope, long stream) {
    this.job = job;
    this.format = format;
    this.plan = plan;
    rowBytes = job.shape().stride() * DeviceFootprint.cellBytes(format);
    staging = scope.pinned(STAGING_BYTES);
    long bytes = (long) plan.rowsOf(0) * rowBytes;
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
  }

  /** Parts of each table. */
  int parts() {
    return plan.parts();
  }

  /** Sends a part of a table, in place of the one of that table that was here. Once cancelled, what is here is unusable. */
  void load(TablePart part, CudaDriver driver, long stream, Cancellation cancellation) {
    boolean vertex = part.table() == TablePart.Table.VERTEX;
    upload(
        driver, vertex ? job.vectors() : job.contexts(), vertex ? vectors : contexts, part.number(), stream, cancellation);
  }

  /** Brings a part back that is here; it stays here too. */
  void store(TablePart part, CudaDriver driver, long stream, Cancellation cancellation) {
    boolean vertex = part.table() == TablePart.Table.VERTEX;
    download(
        driver, vertex ? job.vectors() : job.contexts(), vertex ? vectors : contexts, part.number(), stream, cancellation);
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

  private void upload(
      CudaDriver driver, FloatTable table, long address, int part, long stream, Cancellation cancellation) {
    int rows = plan.rowsOf(part);
    int most = STAGING_BYTES / rowBytes;
    for (int from = 0; from < rows; from += most) {
      cancellation.check();
      int count = Math.min(most, rows - from);
      for (int i = 0; i < count; i++) {
        write(table, plan.rowAt(part, from + i), i * rowBytes);
      }
      send(driver, address + (long) from * rowBytes, (long) count * rowBytes, stream);
    }
  }

  private void send(CudaDriver driver, long address, long bytes, long stream) {
    driver.copyToDevice(address, staging, bytes, stream);
    driver.synchronize(stream);
  }

  private void download(
      CudaDriver driver, FloatTable table, long address, int part, long stream, Cancellation cancellation) {
    int rows = plan.rowsOf(part);
    int most = STAGING_BYTES / rowBytes;
    for (int from = 0; from < rows; from += most) {
      cancellation.check();
      int count = Math.min(most, rows - from);
      driver.copyToHost(staging, address + (long) from * rowBytes, (long) count * rowBytes, stream);
      driver.synchronize(stream);
      for (int i = 0; i < count; i++) {
        read(table, plan.rowAt(part, from + i), i * rowBytes);
      }
    }
  }

  private void write(FloatTable table, int row, int at) {
    float[] chunk = table.chunk(row);
    int offset = table.offset(row);
    if (format == TableFormat.FLOAT32) {
      staging.asFloatBuffer().put(at / Float.BYTES, chunk, offset, table.stride());
      return;
    }
    for (int i = 0; i < table.stride(); i++) {
      staging.putShort(at + i * Short.BYTES, toBfloat16(chunk[offset + i]));
    }
  }

  private void read(FloatTable table, int row, int at) {
    float[] chunk = table.chunk(row);
    int offset = table.offset(row);
    if (format == TableFormat.FLOAT32) {
      staging.asFloatBuffer().get(at / Float.BYTES, chunk, offset, table.stride());
      return;
    }
    for (int i = 0; i < table.stride(); i++) {
      chunk[offset + i] = Float.intBitsToFloat(staging.getShort(at + i * Short.BYTES) << 16);
    }
  }

  /** The upper half of a finite float, rounded to nearest, ties to even. */
  static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7FFF + (bits >>> 16 & 1)) >>> 16);
  }
}
