package io.strider.actors.api;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.SourceShape;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * The latest state of a job whenever there is demand and something new, the last state always, then the end. It keeps no
 * queue: at most one wake-up is on its way, and the state is read when it is pushed.
 */
final class ProgressSource extends GraphStage<SourceShape<Progress>> {

  private final ProgressBoard board;
  private final Outlet<Progress> out = Outlet.create("progress");
  private final SourceShape<Progress> shape = SourceShape.of(out);

  ProgressSource(ProgressBoard board) {
    this.board = board;
  }

  @Override
  public SourceShape<Progress> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {
    private final AtomicBoolean woken = new AtomicBoolean();
    private final AsyncCallback<Progress> news = createAsyncCallback(latest -> onNews());
    private final Runnable watcher = this::wake;
    private @Nullable Progress pushed;

    Logic() {
      super(shape);
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pushIfNew();
            }
          });
    }

    @Override
    public void preStart() {
      board.watch(watcher);
    }

    @Override
    public void postStop() {
      board.unwatch(watcher);
    }

    private void wake() {
      if (woken.compareAndSet(false, true)) {
        news.invoke(board.latest());
      }
    }

    private void onNews() {
      woken.set(false);
      if (isAvailable(out)) {
        pushIfNew();
      }
    }

    private void pushIfNew() {
      Progress latest = board.latest();
      if (latest.equals(pushed)) {
        return;
      }
      pushed = latest;
      push(out, latest);
      if (latest.state().ended()) {
        completeStage();
      }
    }
  }
}
