package io.strider.runtime.common;

/**
 * What one finished stage did.
 *
 * @param stage which stage
 * @param items how many items of the stage's unit it worked through
 * @param seconds elapsed time
 * @param cpuSeconds processor time of the whole process during the stage; of the stage's own threads where stages overlap
 */
public record StageReport(Stage stage, long items, double seconds, double cpuSeconds) {}
