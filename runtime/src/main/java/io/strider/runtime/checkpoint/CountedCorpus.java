package io.strider.runtime.checkpoint;

import io.strider.runtime.common.Hash128;

/**
 * What the counting pass finds. The array is shared; do not write.
 *
 * @param walks walks of the corpus
 * @param tokens vertices in all walks
 * @param hash the corpus hash
 * @param countOfVertex occurrences of each vertex id
 */
public record CountedCorpus(long walks, long tokens, Hash128 hash, long[] countOfVertex) {}
