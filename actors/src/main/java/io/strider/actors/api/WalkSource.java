package io.strider.actors.api;

import io.strider.actors.WalkResult;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.Labels;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractGraphStageWithMaterializedValue;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * Walks by demand. The sink of the run hands a wave over and waits until the stream has pushed all of it; until then only
 * the next wave is walked. So a reader that stops keeps two waves in memory, its own and the next, and nothing moving.
 */
final class WalkSource
    extends AbstractGraphStageWithMaterializedValue<SourceShape<Walk>, JobHandle<WalkResult>> {

  private static final long CANCELLATION_POLL_MILLIS = 20;

  private final Strider strider;
  private final WalksJob description;
  private final Outlet<Walk> out = Outlet.create("walks");
  private final SourceShape<Walk> shape = SourceShape.of(out);

  WalkSource(Strider strider, WalksJob description) {
    this.strider = strider;
    this.description = description;
  }

  @Override
  public SourceShape<Walk> shape() {
    return shape;
  }

  @Override
  public Pair<GraphStageLogic, JobHandle<WalkResult>> createLogicAndMaterializedValuePair(Attributes attributes) {
    JobRun<WalkResult> job = new JobRun<>();
    return Pair.create(new Logic(job), job);
  }

  private final class Logic extends GraphStageLogic implements WalkConsumer {
    private final JobRun<WalkResult> job;
    private final AsyncCallback<Wave> arrived = createAsyncCallback(this::onWave);
    private final AsyncCallback<Ended> ended = createAsyncCallback(this::onEnd);
    private final Semaphore waveDone = new Semaphore(0);
    private volatile @Nullable Labels labels;
    private @Nullable Wave wave;
    private int row;

    Logic(JobRun<WalkResult> job) {
      super(shape);
      this.job = job;
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pushWalk();
            }
          });
    }

    @Override
    public void preStart() {
      strider.launch(job, description.settings(), run -> strider.walk(description, this, run));
      job.result().whenComplete((result, failure) -> ended.invoke(new Ended(failure)));
    }

    @Override
    public void postStop() {
      job.cancel();
    }

    @Override
    public void begin(Graph graph, Labels dictionary) {
      labels = dictionary;
    }

    @Override
    public void accept(Wave complete, Cancellation cancellation) {
      arrived.invoke(complete);
      try {
        while (!waveDone.tryAcquire(CANCELLATION_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
          cancellation.check();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException();
      }
    }

    private void onWave(Wave complete) {
      wave = complete;
      row = 0;
      if (isAvailable(out)) {
        pushWalk();
      }
    }

    private void pushWalk() {
      Wave current = wave;
      if (current == null) {
        return;
      }
      int from = row * current.stride();
      int[] vertices = Arrays.copyOfRange(current.vertices(), from, from + current.lengths()[row]);
      push(out, new Walk(current.firstWalk() + row, vertices, Objects.requireNonNull(labels)));
      if (++row == current.walks()) {
        wave = null;
        waveDone.release();
      }
    }

    private void onEnd(Ended how) {
      Throwable failure = how.failure();
      if (failure == null) {
        completeStage();
      } else {
        failStage(failure);
      }
    }
  }

  private record Ended(@Nullable Throwable failure) {}
}
