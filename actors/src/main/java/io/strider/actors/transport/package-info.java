/**
 * Bulk transport between nodes: walkers and trails from an actor here to an actor there, by Artery or by Aeron, behind
 * {@link io.strider.actors.transport.BulkTransport}. Frames are those of {@code io.strider.actors.walk.BulkFrames} on both. Sends come from any
 * thread; Aeron's queues are emptied and its streams read by one agent thread of its own.
 */
@NullMarked
package io.strider.actors.transport;

import org.jspecify.annotations.NullMarked;
