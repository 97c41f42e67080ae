package io.strider.actors.cluster;

/**
 * What one node did for a run.
 *
 * @param address {@code host:port}
 * @param partitions that it held at the end
 * @param steps its walkers took
 * @param walkersSent to other nodes
 * @param walkersReceived from other nodes
 */
public record NodeReport(String address, int partitions, long steps, long walkersSent, long walkersReceived)
    implements ControlMessage {}
