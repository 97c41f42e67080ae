package io.strider.actors.walk;

/** Marks messages that carry walkers, trails or complete walks; between nodes they have fixed layouts of their own. */
public sealed interface BulkMessage permits Partition.Arrived, Partition.Asked, CorpusBuffer.Dropped, CorpusBuffer.Pulled {}
