package io.strider.actors.walk;

/** Marks messages that carry walkers or trails; between nodes they have fixed layouts of their own. */
public sealed interface BulkMessage permits Partition.Arrived, Partition.Asked, CorpusBuffer.Dropped {}
