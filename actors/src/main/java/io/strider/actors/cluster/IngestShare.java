package io.strider.actors.cluster;

/**
 * What one node did for an ingest.
 *
 * @param address {@code host:port}
 * @param tasks that it did, of all phases
 * @param edgeLines lines that it read as edges
 * @param inputBytes bytes of the input that it read, before decompression
 */
public record IngestShare(String address, long tasks, long edgeLines, long inputBytes) {

  /** This and another share of the same node. */
  public IngestShare plus(IngestShare other) {
    return new IngestShare(
        address, tasks + other.tasks, edgeLines + other.edgeLines, inputBytes + other.inputBytes);
  }
}
