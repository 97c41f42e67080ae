package io.strider.actors.cluster;

/**
 * What one node did for a run.
 *
 * @param address {@code host:port}
 * @param partitions that it held at most
 * @param steps its walkers took
 * @param wavesBuffered waves that were collected on it until they were complete
 * @param walkersSent to other nodes
 * @param walkersReceived from other nodes
 * @param refusedFrames damaged or foreign frames that it did not take in
 * @param traffic messages and bytes that it sent, and what became of them
 */
public record NodeReport(
    String address,
    int partitions,
    long steps,
    long wavesBuffered,
    long walkersSent,
    long walkersReceived,
    long refusedFrames,
    Traffic traffic)
    implements ControlMessage {

  /**
   * Messages between this node and others.
   *
   * @param transport that carried walkers and trails: artery, aeron, or aeron+artery
   * @param bulkMessagesSent frames of walkers and trails to other nodes
   * @param bulkBytesSent bytes of those frames, before any encryption
   * @param controlMessagesSent Strider's control messages, by Artery; Pekko's own gossip is not counted
   * @param controlBytesSent bytes of those
   * @param droppedFrames frames given up before they were sent; their walkers were sent off again
   * @param backPressured times that a frame had to wait because the other side was behind
   * @param doubledBatches batches of walkers that came twice and were let in once
   * @param staleBatches batches of walkers of a closed wave or a replaced attempt, which were not let in
   */
  public record Traffic(
      String transport,
      long bulkMessagesSent,
      long bulkBytesSent,
      long controlMessagesSent,
      long controlBytesSent,
      long droppedFrames,
      long backPressured,
      long doubledBatches,
      long staleBatches) {

    private Traffic plus(Traffic other, int sign) {
      return new Traffic(
          transport,
          bulkMessagesSent + sign * other.bulkMessagesSent,
          bulkBytesSent + sign * other.bulkBytesSent,
          controlMessagesSent + sign * other.controlMessagesSent,
          controlBytesSent + sign * other.controlBytesSent,
          droppedFrames + sign * other.droppedFrames,
          backPressured + sign * other.backPressured,
          doubledBatches + sign * other.doubledBatches,
          staleBatches + sign * other.staleBatches);
    }
  }

  /** This report and an earlier one of the same node. */
  public NodeReport plus(NodeReport earlier) {
    return plus(earlier, 1);
  }

  /** This report, with waves that were collected on the node besides. */
  NodeReport withWaves(long waves) {
    return new NodeReport(
        address, partitions, steps, wavesBuffered + waves, walkersSent, walkersReceived, refusedFrames, traffic);
  }

  /** What was done since an earlier state of the same node. */
  NodeReport since(NodeReport earlier) {
    return plus(earlier, -1);
  }

  private NodeReport plus(NodeReport other, int sign) {
    return new NodeReport(
        address,
        sign > 0 ? Math.max(partitions, other.partitions) : partitions,
        steps + sign * other.steps,
        wavesBuffered + sign * other.wavesBuffered,
        walkersSent + sign * other.walkersSent,
        walkersReceived + sign * other.walkersReceived,
        refusedFrames + sign * other.refusedFrames,
        traffic.plus(other.traffic, sign));
  }
}
