package io.strider.actors;

import io.strider.runtime.common.Hash128;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.train.EmbeddingTable;

/**
 * A finished embedding.
 *
 * @param corpus what the walks were
 * @param vocabulary which vertex stands in which row of the tables
 * @param vectors the vertex table
 * @param contexts the context table
 * @param vectorsHash sum of a hash of each (label, vector bits) of the vertex table
 * @param loss mean sampled loss of the last tenth of training, nats a positive pair with its negatives
 * @param trainer which arithmetic trained, and why it was chosen
 * @param reproducible whether another run gives the same vectors, bit for bit
 * @param checkpoints what checkpoints took; {@link CheckpointReport#NONE} where there were none
 */
public record EmbeddingResult(
    WalkResult corpus,
    Vocabulary vocabulary,
    EmbeddingTable vectors,
    EmbeddingTable contexts,
    Hash128 vectorsHash,
    double loss,
    String trainer,
    boolean reproducible,
    CheckpointReport checkpoints) {}
