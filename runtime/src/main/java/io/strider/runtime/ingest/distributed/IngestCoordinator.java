package io.strider.runtime.ingest.distributed;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.graph.MappedLabels;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestReport;
import io.strider.runtime.ingest.InputSplit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Leads a distributed ingest: says which tasks there are, takes their figures, and goes on to the next phase when all of a phase
 * are done. It holds the plan, some samples and no edge. One thread at a time; {@link #begin}, {@link #advance} and {@link
 * #finish} read and write files.
 */
public final class IngestCoordinator {

  private final IngestFolder folder;
  private final Barriers barriers;
  private IngestPlan plan;
  private IngestPhase phase = IngestPhase.SCAN;
  private List<long @Nullable []> results;
  private int left;
  private boolean written;

  private IngestCoordinator(IngestFolder folder, IngestPlan plan) {
    this.folder = folder;
    this.plan = plan;
    this.barriers = new Barriers(folder);
    this.left = plan.tasks(phase);
    this.results = nothingOf(left);
  }

  /**
   * Begins an ingest in a fresh folder of the workspace.
   *
   * @param source a file or a folder of files, which all who do tasks reach by the same path
   * @param filtered whether the graph file gets an edge filter
   * @throws InputException when the input or the workspace cannot be used
   */
  public static IngestCoordinator begin(
      Path source,
      IngestOptions options,
      boolean filtered,
      IngestLimits limits,
      Path workspace,
      Cancellation cancellation) {
    List<InputSplit> splits = InputSplit.of(source, options, limits.splitBytes(), cancellation);
    Path path = workspace.toAbsolutePath().resolve("ingest-" + UUID.randomUUID());
    try {
      Files.createDirectories(path);
      IngestFolder folder = new IngestFolder(path);
      IngestPlan plan =
          new IngestPlan(source.toString(), options, filtered, limits, splits, List.of(), new TreeMap<>());
      PlanFile.write(plan, folder.plan(IngestPhase.SCAN));
      return new IngestCoordinator(folder, plan);
    } catch (IOException e) {
      discard(path);
      throw IngestTasks.workspace(path, e);
    }
  }

  /** Where the files are; absolute. */
  public Path folder() {
    return folder.path();
  }

  /** The phase whose tasks are to be done. */
  public IngestPhase phase() {
    return phase;
  }

  /** How many tasks the phase has; at least one. */
  public int tasks() {
    return results.size();
  }

  /** Tasks of the phase that are not done. */
  public int left() {
    return left;
  }

  /** Whether a task is done; so are all of earlier phases, and none of later ones. */
  public boolean isDone(IngestTask task) {
    return task.phase() != phase ? task.phase().compareTo(phase) < 0 : results.get(task.index()) != null;
  }

  /** Takes the figures of a task; what comes twice, or late, is no news. */
  public void done(IngestTask task, long[] figures) {
    if (!isDone(task) && task.phase() == phase) {
      results.set(task.index(), figures.clone());
      left--;
    }
  }

  /** Lines that a task read as an edge; 0 for tasks that read none. */
  public long edgeLines(IngestTask task, long[] figures) {
    boolean split = task.phase() == IngestPhase.SCAN && task.index() < plan.splits().size();
    return split ? figures[ScanTask.EDGE_LINES] : 0;
  }

  /** Bytes of input that a task read, before decompression; 0 for tasks that read none. */
  public long inputBytes(IngestTask task, long[] figures) {
    boolean split = task.phase() == IngestPhase.SCAN && task.index() < plan.splits().size();
    return split ? figures[ScanTask.BYTES] : 0;
  }

  /**
   * Goes on to the next phase, all tasks of this one being done, and deletes what nobody reads any more.
   *
   * @return whether there is one
   * @throws InputException when there is no edge in the input, a file of the workspace is damaged or cannot be used
   * @throws io.strider.runtime.common.LimitException when the graph is larger than one graph file
   */
  public boolean advance(Cancellation cancellation) {
    if (left > 0) {
      throw new IllegalStateException(left + " tasks of " + phase + " are not done");
    }
    if (phase == IngestPhase.WRITE) {
      return false;
    }
    try {
      plan = barriers.after(phase, plan, figures(), cancellation);
      barriers.deleteInputsOf(phase);
      phase = phase.next();
      PlanFile.write(plan, folder.plan(phase));
    } catch (IOException | UncheckedIOException e) {
      throw IngestTasks.workspace(folder.path(), e);
    }
    left = plan.tasks(phase);
    results = nothingOf(left);
    return true;
  }

  private static List<long @Nullable []> nothingOf(int tasks) {
    List<long @Nullable []> nothing = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      nothing.add(null);
    }
    return nothing;
  }

  private long[][] figures() {
    long[][] all = new long[results.size()][];
    for (int i = 0; i < all.length; i++) {
      long[] figures = results.get(i);
      if (figures == null) {
        throw new IllegalStateException("task " + i + " of " + phase + " is not done");
      }
      all[i] = figures;
    }
    return all;
  }

  /**
   * Completes the files when the last phase is done; once.
   *
   * @throws InputException when a file of the workspace cannot be used
   */
  public PublishedGraph finish() {
    if (phase != IngestPhase.WRITE || left > 0 || written) {
      throw new IllegalStateException("not the end of an ingest, or not the first");
    }
    written = true;
    try {
      barriers.complete(plan, figures());
      barriers.deleteInputsOf(phase);
      IngestReport report = barriers.report(plan);
      MappedLabels labels = MappedLabels.open(folder.labelFile(), plan.vertices());
      return new PublishedGraph(folder.graph(), plan.layout(), labels, report, barriers.inputs());
    } catch (IOException e) {
      throw IngestTasks.workspace(folder.path(), e);
    }
  }

  /** Deletes the folder of an ingest with all that is in it; what cannot be deleted stays. */
  public static void discard(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // It takes room in the workspace and does no other harm.
    }
  }
}
