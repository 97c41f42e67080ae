package io.strider.actors.jobs;

/**
 * How far a stage of a job is.
 *
 * @param stage label of the stage
 * @param planned items to work through, or −1 where that is not known
 * @param done items worked through
 * @param finished whether it has ended; {@code seconds} and {@code cpuSeconds} are 0 before
 */
public record StageView(String stage, long planned, long done, boolean finished, double seconds, double cpuSeconds) {}
