package io.strider.actors;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.corpus.WaveSink;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.walk.WalkParameters;

/**
 * One actor system in this process that runs jobs one after the other. Methods block the calling thread, which must not
 * be an actor's. Failures arrive as {@link io.strider.runtime.common.StriderException}.
 */
public final class StriderEngine implements AutoCloseable {

  private final EngineSettings settings;

  private StriderEngine(EngineSettings settings) {
    this.settings = settings;
  }

  /** Starts the actor system; it binds no network port. */
  public static StriderEngine start(EngineSettings settings) {
    return new StriderEngine(settings);
  }

  /** How this engine may use the machine. */
  public EngineSettings settings() {
    return settings;
  }

  /** Walks the corpus once and hands every wave to {@code sink}; reports stage {@code walk}. */
  public WalkResult walk(
      Graph graph,
      Labels labels,
      WalkParameters parameters,
      WaveSink sink,
      StageListener listener,
      Cancellation cancellation) {
    throw new IllegalStateException("being built on another branch");
  }

  /** Walks, counts, walks again and trains; reports stages {@code walk}, {@code vocabulary} and {@code train}. */
  public EmbeddingResult embed(
      Graph graph, Labels labels, EmbeddingSpec spec, StageListener listener, Cancellation cancellation) {
    throw new IllegalStateException("being built on another branch");
  }

  @Override
  public void close() {}
}
