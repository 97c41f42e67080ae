package io.strider.actors.transport;

/**
 * Where a node takes bulk messages.
 *
 * @param node {@code host:port} of its actor system
 * @param transport that it takes them by: artery, aeron, or auto, which is both
 * @param endpoint {@code host:port} of its Aeron UDP socket; empty with Artery
 * @param stream number of its Aeron stream; 0 with Artery
 * @param driver which media driver it uses, so that nodes of one driver talk by shared memory; empty with Artery
 */
public record BulkAddress(String node, String transport, String endpoint, int stream, String driver) {}
