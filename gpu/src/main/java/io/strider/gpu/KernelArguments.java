package io.strider.gpu;

import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.block.BlockPlan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The structures that the kernels take, written as C lays them out: eight-byte fields first, then ints. A test holds the
 * sizes to those of the compiler. One thread at a time; each call overwrites what the one before returned.
 */
final class KernelArguments {

  /** {@code sizeof(PrepareArguments)}. */
  static final int PREPARE_BYTES = 96;

  /** {@code sizeof(TrainArguments)}. */
  static final int TRAIN_BYTES = 176;

  private final TrainingJob job;
  private final DeviceTables device;
  private final LaunchShape shape;
  private final ByteBuffer prepare = ByteBuffer.allocateDirect(PREPARE_BYTES).order(ByteOrder.nativeOrder());
  private final ByteBuffer train = ByteBuffer.allocateDirect(TRAIN_BYTES).order(ByteOrder.nativeOrder());

  KernelArguments(TrainingJob job, DeviceTables device, LaunchShape shape) {
    this.job = job;
    this.device = device;
    this.shape = shape;
  }

  /** For {@code prepare_walks}. */
  ByteBuffer prepare(WaveSlot slot, int epoch, long firstWalk, int walks, int stride) {
    TrainingParameters parameters = job.parameters();
    prepare.clear();
    prepare
        .putLong(slot.vertices)
        .putLong(slot.lengths)
        .putLong(device.rowOfVertex)
        .putLong(device.thresholds)
        .putLong(slot.rows)
        .putLong(slot.positions)
        .putLong(slot.plans)
        .putLong(slot.kept)
        .putLong(CounterRandom.key(parameters.seed(), Purpose.SUBSAMPLE))
        .putLong(epoch * job.plan().walks() + firstWalk)
        .putInt(walks)
        .putInt(stride)
        .putInt(job.shape().sentenceTokens())
        .putInt(shape.ring());
    return prepare.flip();
  }

  /** For {@code train_walks} on a block that is on the device; {@code status} is as {@link DeviceTrainer} lays it out. */
  ByteBuffer train(WaveSlot slot, long status, int epoch, long firstWalk, int walks, int stride, BlockPlan.Block block) {
    TrainingParameters parameters = job.parameters();
    train.clear();
    train
        .putLong(device.vectors)
        .putLong(device.contexts)
        .putLong(device.negatives)
        .putLong(slot.rows)
        .putLong(slot.positions)
        .putLong(slot.plans)
        .putLong(slot.kept)
        .putLong(status)
        .putLong(status + DeviceTrainer.PAIRS_AT)
        .putLong(status + DeviceTrainer.DIVERGED_AT)
        .putLong(CounterRandom.key(parameters.seed(), Purpose.TRAINER_DRAWS))
        .putLong(epoch * job.plan().walks())
        .putLong(firstWalk)
        .putDouble(parameters.learningRate())
        .putDouble(TrainingParameters.MIN_LEARNING_RATE)
        .putDouble((double) parameters.epochs() * job.plan().walks())
        .putInt(walks)
        .putInt(stride)
        .putInt(job.shape().stride())
        .putInt(job.vectors().rows())
        .putInt(parameters.window())
        .putInt(parameters.negatives())
        .putInt(job.shape().sentenceTokens())
        .putInt(job.shape().walksPerBundle())
        .putInt(shape.cached() ? 1 : 0)
        .putInt(device.parts())
        .putInt(block.vertexPart())
        .putInt(block.contextPart());
    return train.flip();
  }
}
