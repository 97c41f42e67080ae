package io.strider.gpu;

import io.strider.gpu.driver.CudaDriver;
import io.strider.gpu.driver.DeviceProperties;
import io.strider.gpu.driver.DeviceScope;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.DivergenceCheck;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.WaveOrder;
import io.strider.runtime.train.block.BlockPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The trainer on CUDA devices. {@link #train} cuts a wave into slices and returns when the last is under way: whoever calls makes the
 * next wave meanwhile. At most two slices a device are in flight, so a slow device holds the caller back. What goes wrong
 * on a device shows at a later call. At the end of an epoch everything is waited for.
 *
 * <p>On one device that holds both tables they stay there. Else a wave is an episode of a {@link BlockPlan}: in each of its rounds every
 * device has a block of the tables and goes through the whole wave for the pairs in it, and between rounds parts move by
 * way of the host.
 *
 * <p>The same draws, rates and arithmetic as on the processor, but rows are written back without order: the vectors
 * differ from run to run. In blocks the pairs come in another order besides, and negatives stand for rows of the context part that is there.
 */
final class CudaTrainer implements SkipGramTrainer {

  private final TrainingJob job;
  private final WaveSlices slices;
  private final WaveOrder order;
  private final List<DeviceScope> scopes = new ArrayList<>();
  private final List<DeviceTrainer> devices = new ArrayList<>();
  private final BlockPlan plan;
  private final String description;
  private boolean stale;
  private boolean failed;
  private double lossTaken;
  private double pairsTaken;

  /** What a trainer is made with: a driver, some of its devices, and code for them. */
  record Setup(CudaDriver driver, List<Integer> devices, TableFormat format, Kernels kernels, int sliceTokens) {}

  /**
   * Allocates everything; on failure nothing is left.
   *
   * @throws io.strider.runtime.common.DeviceException when a device fails
   * @throws io.strider.runtime.common.LimitException when its memory is too small for the finest cut of the tables
   */
  CudaTrainer(TrainingJob job, Setup setup) {
    this.job = job;
    this.slices = WaveSlices.of(job, setup.sliceTokens());
    this.order = new WaveOrder(job.parameters(), job.plan(), walksPerRound());
    try {
      plan = plan(setup);
      for (int number = 0; number < plan.devices(); number++) {
        DeviceProperties device = setup.driver().properties(setup.devices().get(number));
        devices.add(new DeviceTrainer(job, setup, device, plan, slices, scopes.get(number)));
      }
      description = describe(setup);
      if (staysOnDevice()) {
        move(0, Cancellation.NEVER);
      }
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  /** Opens the devices and cuts the tables to fit the one with the least free memory. */
  private BlockPlan plan(Setup setup) {
    long free = Long.MAX_VALUE;
    for (int device : setup.devices()) {
      DeviceScope scope = new DeviceScope(setup.driver(), device);
      scopes.add(scope);
      free = Math.min(free, scope.enter().freeBytes());
    }
    DeviceFootprint footprint = DeviceFootprint.of(job, setup.format(), slices);
    return footprint.plan(job.vectors().rows(), setup.devices().size(), free);
  }

  private String describe(Setup setup) {
    List<String> names = new ArrayList<>();
    for (int device : setup.devices()) {
      DeviceProperties properties = setup.driver().properties(device);
      names.add(properties.name() + ", compute capability " + properties.capability());
    }
    LaunchShape shape = devices.getFirst().shape();
    return String.format(
        Locale.ROOT,
        "cuda (%s, kernels by %s), without order, %s tables%s, %d walks at once, window rows in %s",
        String.join("; ", names),
        setup.kernels().origin(),
        setup.format() == TableFormat.BFLOAT16 ? "bfloat16" : "float32",
        plan.parts() == 1 ? "" : " in " + plan.parts() + " x " + plan.parts() + " blocks",
        shape.walksAtOnce(),
        shape.cached() ? "shared memory" : "device memory");
  }

  /** Gives every device its block of a round: first everything is brought back that moves, then it is fetched. */
  private void move(int round, Cancellation cancellation) {
    for (int device = 0; device < devices.size(); device++) {
      devices.get(device).store(plan.transfersBefore(round, device).stores(), cancellation);
    }
    for (int device = 0; device < devices.size(); device++) {
      devices.get(device).load(plan.transfersBefore(round, device).loads(), cancellation);
    }
  }

  /** Brings everything back that is on a device. */
  private void store(Cancellation cancellation) {
    for (int device = 0; device < devices.size(); device++) {
      devices.get(device).store(plan.storesAtTheEnd(device), cancellation);
    }
    stale = false;
  }

  @Override
  public void train(Wave wave, Cancellation cancellation) {
    if (failed) {
      throw new IllegalStateException("training failed or was cancelled before");
    }
    order.requireNext(wave);
    failed = true;
    stale = true;
    for (int round = 0; round < plan.rounds(); round++) {
      if (!staysOnDevice()) {
        move(round, cancellation);
      }
      trainRound(wave, round, cancellation);
    }
    boolean ended = order.advance(wave);
    if (ended || !staysOnDevice()) {
      store(cancellation);
    }
    if (ended) {
      DivergenceCheck.checkTable(job.vectors());
      DivergenceCheck.checkTable(job.contexts());
    }
    failed = false;
  }

  /** Slice by slice, so that all devices have something to do. */
  private void trainRound(Wave wave, int round, Cancellation cancellation) {
    for (int first = 0; first < wave.walks(); first += slices.walks()) {
      int walks = Math.min(slices.walks(), wave.walks() - first);
      for (int device = 0; device < devices.size(); device++) {
        cancellation.check();
        devices.get(device).train(wave, first, walks, order.epoch(), plan.block(round, device));
      }
    }
  }

  /** One device that holds both tables keeps them between waves. */
  private boolean staysOnDevice() {
    return plan.rounds() == 1;
  }

  /** A whole bundle, so that a bundle's walks, which share a pool of negatives, are in one slice. */
  @Override
  public int walksPerRound() {
    return job.shape().walksPerBundle();
  }

  /** Of the slices that were seen to end since the last call: the last two of a device may still be under way. */
  @Override
  public double takeSampledLoss() {
    double loss = sum(DeviceTrainer::loss);
    double pairs = sum(DeviceTrainer::pairs);
    double mean = (loss - lossTaken) / (pairs - pairsTaken);
    lossTaken = loss;
    pairsTaken = pairs;
    return mean;
  }

  private double sum(ToDoubleFunction<DeviceTrainer> figure) {
    return devices.stream().mapToDouble(figure).sum();
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
      store(Cancellation.NEVER);
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
    scopes.reversed().forEach(DeviceScope::close);
  }
}
