package io.strider.actors.api;

import io.strider.actors.Checkpoints;
import io.strider.actors.EmbeddingSpec;
import io.strider.actors.EngineSettings;
import io.strider.runtime.common.InputException;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.train.TrainerFactory;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.vectors.VectorFormat;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * From a graph to vectors. Immutable; may be run any number of times where its source may. {@link #builder} has the
 * defaults of {@code strider embed}, and the vectors are those of the command, bit for bit.
 *
 * @param source where the edges come from
 * @param ingest how they are read
 * @param spec walk, training and minimum count: all that decides the vectors of a given graph
 * @param trainer a trainer of one's own, or null for Strider's
 * @param files where the vectors are written; null keeps them in memory only
 * @param checkpoints where and how often the run is kept, so that a job of the same builder in another process goes on with it;
 *     null for a run that ends with its process
 * @param settings threads, partitions, memory, cluster; none of them changes the vectors
 */
public record EmbeddingJob(
    GraphSource source,
    IngestOptions ingest,
    EmbeddingSpec spec,
    @Nullable TrainerFactory trainer,
    @Nullable VectorFiles files,
    @Nullable Checkpoints checkpoints,
    EngineSettings settings) {

  /** A job over this graph with the defaults. */
  public static Builder builder(GraphSource source) {
    return new Builder(source);
  }

  /** Collects the parts of a job; not thread-safe. */
  public static final class Builder {
    private final GraphSource source;
    private IngestOptions ingest = IngestOptions.DEFAULT;
    private WalkParameters walk = WalkParameters.DEFAULT;
    private TrainingParameters training = TrainingParameters.DEFAULT;
    private long minCount = 1;
    private @Nullable Long seed;
    private @Nullable TrainerFactory trainer;
    private @Nullable VectorFiles files;
    private @Nullable Checkpoints checkpoints;
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

    /** What is trained: 128 dimensions, window 10, 5 negatives, one epoch, unless said here. */
    public Builder training(TrainingParameters value) {
      training = value;
      return this;
    }

    /** Vertices that the walks visit less often get no vector; at least 1, which keeps all that are visited. */
    public Builder minCount(long value) {
      if (value < 1) {
        throw InputException.at("minimum count", String.valueOf(value), "at least 1");
      }
      minCount = value;
      return this;
    }

    /** Of walks and training both, whatever their parameters say. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** A trainer of one's own; {@link EngineSettings#trainer} then means nothing. */
    public Builder trainer(TrainerFactory value) {
      trainer = value;
      return this;
    }

    /** Writes the vectors to a file that must not exist yet. */
    public Builder writeTo(Path vectors, VectorFormat format) {
      return writeTo(VectorFiles.of(vectors, format));
    }

    /** Writes the vectors to files. */
    public Builder writeTo(VectorFiles value) {
      files = value;
      return this;
    }

    /**
     * Keeps the run, so that after the death of this process the same job goes on with it; what is kept is removed when the job
     * has ended well. Not with a trainer on a GPU; one of one's own must be a {@link
     * io.strider.runtime.train.ResumableTrainer}, and its factory say so.
     */
    public Builder checkpoints(Checkpoints value) {
      checkpoints = value;
      return this;
    }

    /** How the job may use the machine; all cores and the whole heap unless said here. */
    public Builder settings(EngineSettings value) {
      settings = value;
      return this;
    }

    /** The job. */
    public EmbeddingJob build() {
      WalkParameters walks = seed == null ? walk : walk.withSeed(seed);
      TrainingParameters train = seed == null ? training : training.withSeed(seed);
      EmbeddingSpec spec = new EmbeddingSpec(walks, train, minCount);
      return new EmbeddingJob(source, ingest, spec, trainer, files, checkpoints, settings);
    }
  }
}
