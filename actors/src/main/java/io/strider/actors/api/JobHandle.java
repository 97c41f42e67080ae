package io.strider.actors.api;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * A job that was started. Safe from any thread.
 *
 * <p>A job ends in one of three ways. It succeeds: {@link #result} completes. It is cancelled, by {@link #cancel} or because
 * its actor system stops: the result completes exceptionally with {@link
 * io.strider.runtime.common.CancelledException}. It fails: the result completes exceptionally with another {@link
 * io.strider.runtime.common.StriderException} whose message is meant for a person —
 * {@link io.strider.runtime.common.InputException} for a graph, an option or a file that cannot be used, {@link
 * io.strider.runtime.common.LimitException} for a budget or limit that is too small, {@link
 * io.strider.runtime.common.TrainingException} for training that diverged, {@link
 * io.strider.runtime.common.ClusterException} for a cluster that lost what the job needs — or, for what a custom edge source,
 * trainer or consumer threw and for a fault of Strider itself, with that exception.
 *
 * @param <R> what the job results in
 */
public interface JobHandle<R> {

  /**
   * How the job gets on, from now to its end. Every element is the whole state, so that nothing is lost when elements are: a
   * slow reader gets the latest and holds up nothing. The last element says how the job ended; then the stream completes, also when the job
   * failed (why, says {@link #result}). Can be materialized any number of times, also after the end. Holds one element.
   */
  Source<Progress, NotUsed> progress();

  /** How the job gets on at this moment. */
  Progress current();

  /**
   * Completes when the job has ended and nothing of it is at work any more; see above for the exceptions. On the stage itself
   * they arrive as they are; {@code toCompletableFuture().get()} wraps them in an {@code ExecutionException} and
   * {@code join()} in a {@code CompletionException}.
   */
  CompletionStage<R> result();

  /**
   * Asks the job to stop; returns at once. It stops after the blocks in hand, an edge source that blocks is interrupted, and no
   * file is left behind, half-written or whole. Without effect once files are being published, and after the end.
   */
  void cancel();
}
