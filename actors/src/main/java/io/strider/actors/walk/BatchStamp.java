package io.strider.actors.walk;

/**
 * Where a batch of walkers comes from, so that one that comes twice is known.
 *
 * @param sender number of the sender, unique among those of one pass
 * @param sequence the sender's count of batches to this destination, from 0
 */
public record BatchStamp(int sender, int sequence) {}
