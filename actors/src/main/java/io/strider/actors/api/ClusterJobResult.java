package io.strider.actors.api;

/**
 * How a job of a cluster ended well. Its vectors are in the files that it was to write.
 *
 * @param name {@code job-N}
 * @param trainer {@code host:port} of the node that ended it
 * @param attempts how many trainers worked on it, at least 1
 * @param report the JSON object that {@code strider embed --json} prints: hashes, figures, stages, nodes
 */
public record ClusterJobResult(String name, String trainer, int attempts, String report) {}
