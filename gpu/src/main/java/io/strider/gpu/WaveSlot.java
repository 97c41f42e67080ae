package io.strider.gpu;

import io.strider.gpu.driver.CudaDriver;
import io.strider.gpu.driver.DeviceScope;
import io.strider.runtime.corpus.Wave;
import java.nio.ByteBuffer;

/**
 * One of the two places that a slice of a wave passes through: page-locked memory that the host fills while the device
 * trains on the other one, and where the device prepares it. Also brings the device's status back. One thread's; owned
 * by the scope that it was made in.
 */
final class WaveSlot {

  final long vertices;
  final long lengths;
  final long rows;
  final long positions;
  final long plans;
  final long kept;

  /** Reached when the slice has been copied to the device. */
  final long copied;

  /** Reached when the slice has been trained and the status is back. */
  final long trained;

  /** The device's status after the slice, once {@link #trained} was reached. */
  final ByteBuffer status;

  private final ByteBuffer pinnedVertices;
  private final ByteBuffer pinnedLengths;

  WaveSlot(WaveSlices slices, DeviceScope scope) {
    long tokenBytes = (long) slices.tokens() * Integer.BYTES;
    long walkBytes = (long) slices.walks() * Integer.BYTES;
    vertices = scope.memory(tokenBytes);
    rows = scope.memory(tokenBytes);
    positions = scope.memory(tokenBytes);
    plans = scope.memory(tokenBytes);
    lengths = scope.memory(walkBytes);
    kept = scope.memory(walkBytes);
    pinnedVertices = scope.pinned((int) tokenBytes);
    pinnedLengths = scope.pinned((int) walkBytes);
    status = scope.pinned(DeviceTrainer.STATUS_BYTES);
    for (int i = 0; i < DeviceTrainer.STATUS_BYTES; i++) {
      status.put(i, (byte) 0); // page-locked memory begins with anything
    }
    copied = scope.event();
    trained = scope.event();
  }

  /** Fills the page-locked memory with some walks and has them copied. */
  void fill(CudaDriver driver, Wave wave, int first, int walks, long stream) {
    int tokens = walks * wave.stride();
    pinnedVertices.asIntBuffer().put(wave.vertices(), first * wave.stride(), tokens);
    pinnedLengths.asIntBuffer().put(wave.lengths(), first, walks);
    driver.copyToDevice(vertices, pinnedVertices, (long) tokens * Integer.BYTES, stream);
    driver.copyToDevice(lengths, pinnedLengths, (long) walks * Integer.BYTES, stream);
    driver.record(copied, stream);
  }
}
