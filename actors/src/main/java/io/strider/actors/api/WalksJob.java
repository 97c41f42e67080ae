package io.strider.actors.api;

import io.strider.actors.EngineSettings;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.walk.WalkParameters;

/**
 * From a graph to its walks, without training. Immutable; may be run any number of times where its source may, and gives the
 * same walks each time, in the same order.
 *
 * @param source where the edges come from
 * @param ingest how they are read
 * @param walk how walks are drawn
 * @param settings threads, partitions, memory, cluster; none of them changes a walk
 */
public record WalksJob(GraphSource source, IngestOptions ingest, WalkParameters walk, EngineSettings settings) {

  /** A job over this graph with the defaults of {@code strider walk}. */
  public static Builder builder(GraphSource source) {
    return new Builder(source);
  }

  /** Collects the parts of a job; not thread-safe. */
  public static final class Builder {
    private final GraphSource source;
    private IngestOptions ingest = IngestOptions.DEFAULT;
    private WalkParameters walk = WalkParameters.DEFAULT;
    private EngineSettings settings = EngineSettings.ofThisProcess();

    private Builder(GraphSource source) {
      this.source = source;
    }

    /** How edges are read: undirected, unweighted, self-loops dropped, unless said here. */
    public Builder ingest(IngestOptions value) {
      ingest = value;
      return this;
    }

    /** How walks are drawn: 10 walks of 80 vertices from each vertex, p = q = 1, unless said here. */
    public Builder walk(WalkParameters value) {
      walk = value;
      return this;
    }

    /** How the job may use the machine; all cores and the whole heap unless said here. */
    public Builder settings(EngineSettings value) {
      settings = value;
      return this;
    }

    /** The job. */
    public WalksJob build() {
      return new WalksJob(source, ingest, walk, settings);
    }
  }
}
