package io.strider.gpu;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** A {@link FakeDriver} whose kernels run, on the CPU. */
final class CpuDriver extends FakeDriver {

  private final CpuKernels kernels;
  private final Map<Long, String> functions = new HashMap<>();

  /** Draws which thread goes on; 0: a fixed order. */
  long seed;

  /** Blocks whose threads take turns. */
  int blocksAtOnce = 1;

  CpuDriver(CpuKernels kernels) {
    this.kernels = kernels;
  }

  @Override
  public long function(long module, String name) {
    long function = super.function(module, name);
    functions.put(function, name);
    return function;
  }

  @Override
  public void launch(long function, int grid, int block, int sharedBytes, long stream, ByteBuffer arguments) {
    super.launch(function, grid, block, sharedBytes, stream, arguments);
    String name = functions.getOrDefault(function, "unknown");
    int[] sizes = {grid, block, sharedBytes};
    kernels.launch(name, sizes, MemorySegment.ofBuffer(arguments), seed, blocksAtOnce);
  }
}
