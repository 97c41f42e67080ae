package io.strider.actors;

import io.strider.runtime.common.Hash128;

/**
 * What a pass over the corpus was.
 *
 * @param walks number of walks
 * @param tokens vertices in all walks
 * @param corpusHash sum of a hash of each (walk id, length, labels)
 */
public record WalkResult(long walks, long tokens, Hash128 corpusHash) {}
