package io.strider.gpu;

import io.strider.gpu.driver.CudaDriver;
import io.strider.gpu.driver.DeviceProperties;
import io.strider.gpu.driver.DeviceScope;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.DivergenceCheck;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.WaveOrder;
import java.util.Locale;

/**
 * The trainer on one CUDA device. {@link #train} cuts a wave into slices, fills one page-locked slot while the device
 * copies and trains the other, and returns when the last slice is under way: whoever calls makes the next wave
 * meanwhile. At most two slices are in flight, so a slow device holds the caller back. What goes wrong on the device
 * shows at a later call. At the end of an epoch everything is waited for.
 *
 * <p>The same draws, rates and arithmetic as on the processor, but rows are written back without order: the vectors
 * differ from run to run.
 */
final class CudaTrainer implements SkipGramTrainer {

  /** The device's status: summed loss (double), pairs (long), 0 or 1 + a diverged row (int), padding. */
  static final int STATUS_BYTES = 24;

  static final int PAIRS_AT = 8;
  static final int DIVERGED_AT = 16;

  private static final int WARP = 32;
  private static final int PREPARE_BLOCKS_PER_MULTIPROCESSOR = 32;

  private final TrainingJob job;
  private final DeviceProperties device;
  private final DeviceScope scope;
  private final LaunchShape shape;
  private final WaveSlices slices;
  private final WaveOrder order;
  private final String description;

  private long copyStream;
  private long computeStream;
  private long prepareFunction;
  private long trainFunction;
  private long status;
  private DeviceTables onDevice;
  private KernelArguments arguments;
  private WaveSlot[] slots;

  private int next;
  private boolean stale;
  private boolean failed;
  private double loss;
  private long pairs;
  private double lossTaken;
  private long pairsTaken;

  /** What a trainer is made with: a driver, one of its devices, and code for it. */
  record Setup(CudaDriver driver, int device, TableFormat format, Kernels kernels, int sliceTokens) {}

  /**
   * Allocates everything; on failure nothing is left.
   *
   * @throws io.strider.runtime.common.DeviceException when the device fails
   * @throws LimitException when its memory is too small
   */
  @SuppressWarnings("NullAway.Init") // allocate() sets what the device holds, or the constructor fails
  CudaTrainer(TrainingJob job, Setup setup) {
    this.job = job;
    this.device = setup.driver().properties(setup.device());
    this.shape = LaunchShape.of(job, setup.format(), device);
    this.slices = WaveSlices.of(job, setup.sliceTokens());
    this.order = new WaveOrder(job.parameters(), job.plan(), walksPerRound());
    this.description = describe(setup);
    this.scope = new DeviceScope(setup.driver(), setup.device());
    try {
      allocate(setup);
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
  }

  private String describe(Setup setup) {
    return String.format(
        Locale.ROOT,
        "cuda (%s, compute capability %s, kernels by %s), without order, %s job, %d walks at once, window rows in %s",
        device.name(),
        device.capability(),
        setup.kernels().origin(),
        setup.format() == TableFormat.BFLOAT16 ? "bfloat16" : "float32",
        shape.walksAtOnce(),
        shape.cached() ? "shared memory" : "device memory");
  }

  private void allocate(Setup setup) {
    CudaDriver driver = scope.enter();
    long need = DeviceFootprint.of(job, setup.format(), slices).totalBytes();
    long free = driver.freeBytes();
    if (need > free) {
      throw new LimitException(
          "the GPU trainer needs " + need + " bytes of device memory, " + free + " are free on device " + setup.device()
              + " (" + device.name() + "): use fewer --dimensions"
              + (setup.format() == TableFormat.FLOAT32 ? " or --table bfloat16" : ""));
    }
    prepareFunction = driver.function(scope.module(setup.kernels().image("prepare_walks", device)), "prepare_walks");
    trainFunction = driver.function(scope.module(setup.kernels().image("train_walks", device)), shape.kernel());
    driver.allowShared(trainFunction, shape.sharedBytes());
    copyStream = scope.stream();
    computeStream = scope.stream();
    status = scope.memory(STATUS_BYTES);
    driver.zero(status, STATUS_BYTES, computeStream);
    slots = new WaveSlot[] {new WaveSlot(slices, scope), new WaveSlot(slices, scope)};
    onDevice = new DeviceTables(job, setup.format(), scope, computeStream);
    arguments = new KernelArguments(job, onDevice, shape);
  }

  @Override
  public void train(Wave wave, Cancellation cancellation) {
    if (failed) {
      throw new IllegalStateException("training failed or was cancelled before");
    }
    order.requireNext(wave);
    failed = true;
    CudaDriver driver = scope.enter();
    stale = true;
    for (int first = 0; first < wave.walks(); first += slices.walks()) {
      cancellation.check();
      trainSlice(driver, wave, first, Math.min(slices.walks(), wave.walks() - first));
    }
    if (order.advance(wave)) {
      finish(driver);
      download(driver);
      DivergenceCheck.checkTable(job.vectors());
      DivergenceCheck.checkTable(job.contexts());
    }
    failed = false;
  }

  private void trainSlice(CudaDriver driver, Wave wave, int first, int walks) {
    WaveSlot slot = slots[next];
    next = 1 - next;
    await(driver, slot);
    slot.fill(driver, wave, first, walks, copyStream);
    driver.await(computeStream, slot.copied);
    int epoch = order.epoch();
    long firstWalk = wave.firstWalk() + first;
    driver.launch(
        prepareFunction,
        Math.min(walks, PREPARE_BLOCKS_PER_MULTIPROCESSOR * device.multiprocessors()),
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
        arguments.train(slot, status, epoch, firstWalk, walks, wave.stride()));
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

  private void finish(CudaDriver driver) {
    await(driver, slots[next]);
    await(driver, slots[1 - next]);
  }

  private void download(CudaDriver driver) {
    onDevice.download(driver, computeStream);
    stale = false;
  }

  /** A whole bundle, so that a bundle's walks, which share a pool of negatives, are in one slice. */
  @Override
  public int walksPerRound() {
    return job.shape().walksPerBundle();
  }

  /** Of the slices that were seen to end since the last call: the last two may still be under way. */
  @Override
  public double takeSampledLoss() {
    double mean = (loss - lossTaken) / (pairs - pairsTaken);
    lossTaken = loss;
    pairsTaken = pairs;
    return mean;
  }

  @Override
  public FloatTable vectors() {
    bringBack();
    return job.vectors();
  }

  @Override
  public FloatTable contexts() {
    bringBack();
    return job.contexts();
  }

  private void bringBack() {
    if (stale && !failed) {
      CudaDriver driver = scope.enter();
      finish(driver);
      download(driver);
    }
  }

  @Override
  public boolean reproducible() {
    return false;
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public void close() {
    scope.close();
  }
}
