package io.strider.actors.cluster;

/**
 * What one node did for a run.
 *
 * @param address {@code host:port}
 * @param partitions that it held at the end
 * @param steps its walkers took
 * @param walkersSent to other nodes
 * @param walkersReceived from other nodes
 * @param refusedFrames damaged or foreign frames that it did not take in
 */
public record NodeReport(
    String address, int partitions, long steps, long walkersSent, long walkersReceived, long refusedFrames)
    implements ControlMessage {}
