package io.strider.runtime.plan;

/**
 * What an ingest's memory depends on besides the graph.
 *
 * @param edgeLines edges before duplicates are merged
 * @param labelBytes the UTF-8 bytes of all labels together
 * @param threads that read
 */
public record IngestSize(long edgeLines, long labelBytes, int threads) {}
