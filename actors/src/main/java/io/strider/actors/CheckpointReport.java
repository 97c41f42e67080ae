package io.strider.actors;

/**
 * What checkpoints took.
 *
 * @param written models that were written by this process
 * @param seconds that training waited for them
 */
public record CheckpointReport(int written, double seconds) {

  /** Of a run without. */
  public static final CheckpointReport NONE = new CheckpointReport(0, 0);
}
