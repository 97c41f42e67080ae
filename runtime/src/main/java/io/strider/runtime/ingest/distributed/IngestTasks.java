package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Does the tasks of a distributed ingest. Stateless: any number at the same time, in any process that reaches the folder. */
public final class IngestTasks {

  private IngestTasks() {}

  /**
   * Does one task. Done twice, also at the same time, it writes the same files.
   *
   * @param folder of the ingest, in the workspace
   * @param progress told now and then, on this thread, how many edges, labels or arcs the task has gone through
   * @return figures for {@link IngestCoordinator#done}
   * @throws InputException when the input or the workspace cannot be used
   * @throws io.strider.runtime.common.CancelledException when asked to stop
   */
  public static long[] run(Path folder, IngestTask task, LongConsumer progress, Cancellation cancellation) {
    IngestFolder files = new IngestFolder(folder);
    try {
      IngestPlan plan = PlanFile.read(files.plan(task.phase()));
      TaskContext context = new TaskContext(files, plan, progress, cancellation);
      return switch (task.phase()) {
        case SCAN -> ScanTask.run(context, task.index());
        case NUMBER -> NumberTask.run(context, task.index());
        case TRANSLATE -> TranslateTask.run(context, task.index());
        case GATHER -> GatherTask.run(context, task.index());
        case ORDER -> OrderTask.run(context, task.index());
        case RELABEL -> RelabelTask.run(context, task.index());
        case WRITE -> WriteTask.run(context, task.index());
      };
    } catch (IOException | UncheckedIOException e) {
      throw workspace(folder, e);
    }
  }

  static InputException workspace(Path folder, Exception e) {
    return InputException.at(
        folder.toString(), e.toString(), "a workspace that every node can read and write, with room for the ingest", e);
  }
}
