package io.strider.runtime.ingest.distributed;

/**
 * A piece of work of a distributed ingest.
 *
 * @param phase which phase it belongs to
 * @param index from 0 to {@link IngestPlan#tasks} of the phase, exclusive
 */
public record IngestTask(IngestPhase phase, int index) {}
