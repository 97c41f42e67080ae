package io.strider.gpu;

import io.strider.gpu.driver.CudaDriver;
import io.strider.gpu.driver.DeviceProperties;
import io.strider.gpu.driver.DeviceScope;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.DivergenceCheck;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.block.BlockPlan;
import io.strider.runtime.train.block.TablePart;
import java.util.List;

/**
 * One device of a {@link CudaTrainer}: its block of the tables, its kernels, and two page-locked slots for slices of waves, of which
 * the host fills one while the device copies and trains the other. One thread at a time; owned by the scope that it was made in.
 */
final class DeviceTrainer {

  /** The device's status: summed loss (double), pairs (long), 0 or 1 + a diverged row (int), padding. */
  static final int STATUS_BYTES = 24;

  static final int PAIRS_AT = 8;
  static final int DIVERGED_AT = 16;

  private static final int WARP = 32;
  private static final int PREPARE_BLOCKS_PER_MULTIPROCESSOR = 32;

  private final DeviceScope scope;
  private final LaunchShape shape;
  private final int prepareBlocks;
  private final long prepareFunction;
  private final long trainFunction;
  private final long copyStream;
  private final long computeStream;
  private final long status;
  private final DeviceTables tables;
  private final KernelArguments arguments;
  private final WaveSlot[] slots;
  private int next;
  private double loss;
  private long pairs;

  /**
   * Allocates everything in a scope, whose owner closes it also if this fails.
   *
   * @throws io.strider.runtime.common.DeviceException when the device fails
   */
  DeviceTrainer(TrainingJob job, CudaTrainer.Setup setup, DeviceProperties device, BlockPlan plan, WaveSlices slices, DeviceScope scope) {
    this.scope = scope;
    shape = LaunchShape.of(job, setup.format(), device, plan.rowsOf(0));
    prepareBlocks = PREPARE_BLOCKS_PER_MULTIPROCESSOR * device.multiprocessors();
    CudaDriver driver = scope.enter();
    prepareFunction = driver.function(scope.module(setup.kernels().image("prepare_walks")), "prepare_walks");
    trainFunction = driver.function(scope.module(setup.kernels().image("train_walks")), shape.kernel());
    driver.allowShared(trainFunction, shape.sharedBytes());
    copyStream = scope.stream();
    computeStream = scope.stream();
    status = scope.memory(STATUS_BYTES);
    driver.zero(status, STATUS_BYTES, computeStream);
    slots = new WaveSlot[] {new WaveSlot(slices, scope), new WaveSlot(slices, scope)};
    tables = new DeviceTables(job, setup.format(), plan, scope, computeStream);
    arguments = new KernelArguments(job, tables, shape);
  }

  LaunchShape shape() {
    return shape;
  }

  /** Waits for everything and brings parts of the tables back; they stay here until others take their place. */
  void store(List<TablePart> parts, Cancellation cancellation) {
    finish();
    CudaDriver driver = scope.enter();
    parts.forEach(part -> tables.store(part, driver, computeStream, cancellation));
  }

  /** Fetches parts of the tables; whoever had them must have stored them. */
  void load(List<TablePart> parts, Cancellation cancellation) {
    CudaDriver driver = scope.enter();
    parts.forEach(part -> tables.load(part, driver, computeStream, cancellation));
  }

  /** Has some walks of a wave trained, as far as they are in the block that is here; waits only for a free slot. */
  void train(Wave wave, int first, int walks, int epoch, BlockPlan.Block block) {
    CudaDriver driver = scope.enter();
    WaveSlot slot = slots[next];
    next = 1 - next;
    await(driver, slot);
    slot.fill(driver, wave, first, walks, copyStream);
    driver.await(computeStream, slot.copied);
    long firstWalk = wave.firstWalk() + first;
    driver.launch(
        prepareFunction,
        Math.min(walks, prepareBlocks),
        WARP,
        shape.prepareSharedBytes(),
        computeStream,
        arguments.prepare(slot, epoch, firstWalk, walks, wave.stride()));
    driver.launch(
        trainFunction,
        Math.min(walks, shape.walksAtOnce()),
        shape.threads(),
        shape.sharedBytes(),
        computeStream,
        arguments.train(slot, status, epoch, firstWalk, walks, wave.stride(), block));
    driver.copyToHost(slot.status, status, STATUS_BYTES, computeStream);
    driver.record(slot.trained, computeStream);
  }

  /** Waits until a slot is free and reads the status that came with it. */
  private void await(CudaDriver driver, WaveSlot slot) {
    driver.synchronizeEvent(slot.trained);
    long seen = slot.status.getLong(PAIRS_AT);
    if (seen >= pairs) {
      loss = slot.status.getDouble(0);
      pairs = seen;
    }
    int diverged = slot.status.getInt(DIVERGED_AT);
    if (diverged != 0) {
      throw DivergenceCheck.diverged(diverged - 1, DivergenceCheck.MAX_NORM);
    }
  }

  /** Waits until all slices are trained. */
  private void finish() {
    CudaDriver driver = scope.enter();
    await(driver, slots[next]);
    await(driver, slots[1 - next]);
  }

  /** Summed loss (nats) of the sampled pairs of all slices that were seen to end. */
  double loss() {
    return loss;
  }

  /** How many pairs {@link #loss} is of. */
  long pairs() {
    return pairs;
  }
}
