package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.ingest.IngestOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Does all tasks of a distributed ingest in this process, in any order, some of them twice. */
final class LocalTasks {

  private final IngestLimits limits;
  private final Random random;

  LocalTasks(IngestLimits limits, long seed) {
    this.limits = limits;
    this.random = new Random(seed);
  }

  PublishedGraph ingest(Path source, IngestOptions options, boolean filtered, Path workspace) {
    IngestCoordinator coordinator =
        IngestCoordinator.begin(source, options, filtered, limits, workspace, Cancellation.NEVER);
    try {
      do {
        for (IngestTask task : shuffled(coordinator)) {
          long[] figures = IngestTasks.run(coordinator.folder(), task, items -> {}, Cancellation.NEVER);
          coordinator.done(task, figures);
        }
      } while (coordinator.advance(Cancellation.NEVER));
      return coordinator.finish();
    } catch (RuntimeException e) {
      IngestCoordinator.discard(coordinator.folder());
      throw e;
    }
  }

  private List<IngestTask> shuffled(IngestCoordinator coordinator) {
    List<IngestTask> tasks = new ArrayList<>();
    for (int index = 0; index < coordinator.tasks(); index++) {
      for (int times = random.nextInt(4) == 0 ? 2 : 1; times > 0; times--) {
        tasks.add(new IngestTask(coordinator.phase(), index));
      }
    }
    Collections.shuffle(tasks, random);
    return tasks;
  }
}
