package io.strider.actors.walk;

import java.util.concurrent.atomic.LongAdder;

/** What this process has sent and taken in since it started. Safe from any thread. */
public final class BulkCounters {

  /** Frames handed to the network, or to shared memory between JVMs. */
  public final LongAdder messagesSent = new LongAdder();

  /** Bytes of those frames, their headers included. */
  public final LongAdder bytesSent = new LongAdder();

  /** Walkers in those frames. */
  public final LongAdder walkersSent = new LongAdder();

  /** Walkers in frames that came from other processes. */
  public final LongAdder walkersReceived = new LongAdder();

  /** Damaged or foreign frames that were not taken in. */
  public final LongAdder refusedFrames = new LongAdder();

  /** Frames given up before they were sent: a queue was full, or the other side was not there. */
  public final LongAdder droppedFrames = new LongAdder();

  /** Frames that had to wait because the other side was behind. */
  public final LongAdder backPressured = new LongAdder();

  /** Batches of walkers that had been here before. */
  public final LongAdder doubledBatches = new LongAdder();

  /** Batches of walkers of a closed wave or of an attempt that was replaced. */
  public final LongAdder staleBatches = new LongAdder();
}
