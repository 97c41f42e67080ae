package io.strider.runtime.train;

import io.strider.runtime.random.Draws;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Training, ns a context: each of a block's four vertex rows against its six context rows, D = 128. The blocks are filled
 * as the trainer fills them, with rows drawn uniformly from all. A context is 128 × (6 × 3 + 1.5) fused multiply-adds
 * (six products, six moves of either side, 6 / 4 products with other vertex rows), so 4,992 floating-point operations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 1)
public class BlockKernelBenchmark {

  private static final int BLOCKS = 4096;
  private static final int STRIDE = 128;
  private static final int BLOCK_ROWS = Block.CONTEXTS + Block.OUTPUTS;

  /** So small that the rows, and with them the gradients, stay as they are. */
  private static final float RATE = 1e-6f;

  /** The widths that {@link BlockKernels} knows. */
  @Param({"scalar", "256", "512"})
  public String kernel = "";

  /** All rows of 512 bytes: 32 KiB, 1 MiB and 128 MiB. */
  @Param({"64", "2048", "262144"})
  public int rows;

  private BlockKernel trainer = new ScalarBlockKernel();
  private Block block = new Block(0);
  private float[] floats = {};
  private int[] offsets = {};

  /** Rows of numbers in ±½, which score within ±2, and the offsets of the rows of each block, none twice. */
  @Setup(Level.Trial)
  public void prepare() {
    System.setProperty(BlockKernels.PROPERTY, kernel);
    trainer = BlockKernels.choose(TrainerKind.CPU).kernel();
    block = new Block(CacheLines.LEAD_FLOATS);
    block.count(Block.CONTEXTS);
    floats = CacheLines.floats(CacheLines.LEAD_FLOATS + (rows + 1) * STRIDE);
    Draws draws = new Draws();
    int firstRow = CacheLines.LEAD_FLOATS + STRIDE;
    for (int i = firstRow; i < firstRow + rows * STRIDE; i++) {
      floats[i] = draws.below(1 << 20) * 0x1p-20f - 0.5f;
    }
    offsets = new int[BLOCKS * BLOCK_ROWS];
    for (int i = 0; i < offsets.length; i++) {
      int from = i / BLOCK_ROWS * BLOCK_ROWS;
      int offset;
      do {
        offset = firstRow + draws.below(rows) * STRIDE;
      } while (contains(offsets, from, i, offset));
      offsets[i] = offset;
    }
  }

  private static boolean contains(int[] values, int from, int to, int sought) {
    return Arrays.stream(values, from, to).anyMatch(value -> value == sought);
  }

  /** The rows are what comes of it. */
  @Benchmark
  @OperationsPerInvocation(BLOCKS * Block.CONTEXTS)
  public float[] context() {
    for (int at = 0; at < offsets.length; at += BLOCK_ROWS) {
      System.arraycopy(offsets, at, block.contexts, 0, Block.CONTEXTS);
      for (int d = 0; d < Block.OUTPUTS; d++) {
        block.output(d, offsets[at + Block.CONTEXTS + d], RATE, d == 0 ? 0.5f : -0.5f);
      }
      trainer.train(floats, STRIDE, block);
    }
    return floats;
  }
}
