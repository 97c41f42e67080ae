package io.strider.runtime.ingest.distributed;

/** The phases of a distributed ingest in their order: each begins when all tasks of the one before are done. */
public enum IngestPhase {
  /** Lines become edges between labels of a segment; files in several splits get their SHA-256. */
  SCAN,
  /** The labels of all segments become provisional vertices: their places in the order of the labels. */
  NUMBER,
  /** Edges of a segment become sorted arcs between provisional vertices. */
  TRANSLATE,
  /** Equal arcs merge; vertices get their degrees. */
  GATHER,
  /** Vertices get their ids. */
  ORDER,
  /** Arcs and labels are sorted by id. */
  RELABEL,
  /** Rows, labels and edge filter go to their places in the files. */
  WRITE;

  /** The one after this. */
  IngestPhase next() {
    return switch (this) {
      case SCAN -> NUMBER;
      case NUMBER -> TRANSLATE;
      case TRANSLATE -> GATHER;
      case GATHER -> ORDER;
      case ORDER -> RELABEL;
      case RELABEL -> WRITE;
      case WRITE -> throw new IllegalStateException("nothing comes after writing");
    };
  }
}
