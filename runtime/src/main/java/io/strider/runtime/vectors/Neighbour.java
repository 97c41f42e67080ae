package io.strider.runtime.vectors;

/**
 * A vertex near a query.
 *
 * @param label of the vertex
 * @param cosine of the angle between its vector and the query, −1 to 1; 0 where either is the zero vector
 */
public record Neighbour(String label, double cosine) {}
