package io.strider.simulation.generate;

/**
 * What was written of a generated graph.
 *
 * @param count edges
 * @param sha256 of the file, in hexadecimal
 */
public record GeneratedEdges(long count, String sha256) {}
