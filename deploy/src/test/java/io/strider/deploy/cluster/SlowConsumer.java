package io.strider.deploy.cluster;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.corpus.WaveSink;
import java.util.concurrent.TimeUnit;

/**
 * A consumer that is a hundred times slower than the walkers, by their own measure: it holds some of its waves until the walkers
 * have filled all the memory that they may, and then a hundred times as long as their quickest wave took them, or until they walk on all
 * the same. Those before show how quick they are; it takes them at once.
 */
final class SlowConsumer implements WaveSink, StageListener {

  private static final long SLOWER = 100;
  private static final long FIRST = 10;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** What a test looks at while the consumer holds a wave. */
  interface Look {
    void at(long wave) throws Exception;
  }

  private final int wavesInMemory;
  private final int wavesToHold;
  private final Look look;
  private long quickestNanos = PATIENCE_NANOS;
  private long walkedAt;
  private long walked;
  private long consumed;
  private long furthest;
  private int walksPerWave;

  /** Expects so many waves in memory; holds so many, one after the other. */
  SlowConsumer(int wavesInMemory, int wavesToHold, Look look) {
    this.wavesInMemory = wavesInMemory;
    this.wavesToHold = wavesToHold;
    this.look = look;
  }

  /** The most waves that were walked and not yet consumed. */
  synchronized long furthest() {
    return furthest;
  }

  /** Waves consumed. */
  synchronized long consumed() {
    return consumed;
  }

  /** Walks of a full wave. */
  synchronized int walksPerWave() {
    return walksPerWave;
  }

  private synchronized long quickestNanos() {
    return quickestNanos;
  }

  @Override
  public synchronized void advanced(Stage stage, long itemsDone) {
    if (stage == Stage.WALK) {
      long now = System.nanoTime();
      quickestNanos = walked == 0 ? quickestNanos : Math.min(quickestNanos, now - walkedAt);
      walkedAt = now;
      walked++;
      furthest = Math.max(furthest, walked - consumed);
      notifyAll();
    }
  }

  @Override
  public void accept(Wave wave, Cancellation cancellation) {
    try {
      hold(wave.walks());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void hold(int walks) throws Exception {
    long number = consumed();
    if (number >= FIRST && number < FIRST + wavesToHold) {
      awaitWalked(number + wavesInMemory, PATIENCE_NANOS);
      awaitWalked(number + wavesInMemory + 1, SLOWER * quickestNanos());
      look.at(number);
    }
    synchronized (this) {
      walksPerWave = Math.max(walksPerWave, walks);
      consumed++;
    }
  }

  private synchronized void awaitWalked(long waves, long nanos) throws InterruptedException {
    long end = System.nanoTime() + nanos;
    for (long left = nanos; walked < waves && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  @Override
  public void started(Stage stage, long plannedItems) {}

  @Override
  public void finished(StageReport report) {}
}
