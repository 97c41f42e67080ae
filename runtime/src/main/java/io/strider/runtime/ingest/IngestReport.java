package io.strider.runtime.ingest;

/**
 * What was found in the input and what became of it. With m entries of symmetric Matrix Market files that a directed
 * read turned into two arcs each (0 otherwise), {@code edges = edgeLines + m − dropped self-loops − duplicateEdges}.
 *
 * @param lines lines of all files: edges, comments, banners, blank and bad ones; edges of a program count as lines
 * @param edgeLines lines that were read as an edge, self-loops included whether dropped or kept
 * @param duplicateEdges edges that were merged into an equal one; an edge that stands three times counts two
 * @param selfLoops lines whose two labels are equal; dropped or kept as the options say
 * @param badLines lines that were skipped because they could not be read; 0 unless skipping was asked for
 * @param vertices V, distinct labels of the edge lines
 * @param edges edges of the graph after merging; an undirected one counts once
 * @param isolatedVertices vertices with no edge in the graph: those that occur in dropped self-loops only
 */
public record IngestReport(
    long lines,
    long edgeLines,
    long duplicateEdges,
    long selfLoops,
    long badLines,
    int vertices,
    long edges,
    int isolatedVertices) {}
