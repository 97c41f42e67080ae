package io.strider.runtime.jobs;

import io.strider.runtime.checkpoint.CheckedInput;
import io.strider.runtime.checkpoint.CheckedOutput;
import io.strider.runtime.checkpoint.Fence;
import io.strider.runtime.checkpoint.FileKind;
import io.strider.runtime.checkpoint.RunFolder;
import io.strider.runtime.common.InputException;
import io.strider.runtime.output.OutputFiles;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A {@link JobJournal} that is a folder: {@code coordinator} (who holds it), {@code fence} (locked while something gets its
 * name), and a folder {@code job-N} for each job with {@code job} (its state), {@code run} (its checkpoints, a {@link
 * io.strider.runtime.checkpoint.RunFolder}) and {@code report} (what it reports, published with its outputs). Layouts:
 * docs/FORMATS.md. All nodes must reach it under the same path and see each other's file locks. Thread-safe; {@link Held} is not.
 */
public final class JobFolder implements JobJournal {

  private static final Duration FENCE_PATIENCE = Duration.ofSeconds(30);
  private static final Pattern ID = Pattern.compile("job-[1-9]\\d{0,8}");
  private static final int MAX_WORDS = 10_000;

  private final Path folder;

  /** The jobs in a folder, which is made when they are claimed. */
  public JobFolder(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  /** The jobs of a workspace. */
  public static JobFolder inWorkspace(Path workspace) {
    return new JobFolder(workspace.resolve("jobs"));
  }

  /** The number of a job. */
  static int numberOf(String id) {
    return Integer.parseInt(id.substring("job-".length()));
  }

  /** Where the run of a job is kept. */
  public Path runOf(String id) {
    return of(id).resolve("run");
  }

  /** What a job reports; there once its outputs are. */
  public Path reportOf(String id) {
    return of(id).resolve("report");
  }

  /**
   * What a job reports, if its outputs were published by somebody who died before it could tell. A report of a publication
   * that was cut off is removed, for that will be done again; one that somebody is publishing just now is waited for. Whoever was
   * given the job before publishes nothing afterwards, if it asks for permission ({@link RunFolder#takingOver}).
   */
  public Optional<String> published(String id) {
    return RunFolder.of(runOf(id)).inspect(ended -> report(id, ended));
  }

  private Optional<String> report(String id, boolean ended) {
    Path report = reportOf(id);
    try {
      if (!Files.exists(report)) {
        return Optional.empty();
      } else if (ended) {
        return Optional.of(Files.readString(report));
      }
      Files.delete(report);
      return Optional.empty();
    } catch (IOException e) {
      throw InputException.at(report.toString(), "not readable: " + e, "the report of " + id, e);
    }
  }

  private Path of(String id) {
    if (!ID.matcher(id).matches()) {
      throw InputException.at("job", id, "job-N, N from 1");
    }
    return folder.resolve(id);
  }

  /**
   * A job as it stands in the folder now, for whoever works on it.
   *
   * @throws InputException when it is not there or damaged
   */
  public JobState read(String id) {
    Path file = of(id).resolve("job");
    if (!Files.exists(file)) {
      throw InputException.at(file.toString(), "no job", "the coordinator's: --workspace must be the same folder on all nodes");
    }
    return readJob(file);
  }

  @Override
  public Held claim() {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw InputException.at(folder.toString(), "no folder can be made: " + InputException.reason(e), "a folder that can be written", e);
    }
    Fence fence = new Fence(folder.resolve("fence"), FENCE_PATIENCE);
    long epoch =
        fence.within(
            () -> {
              long mine = readEpoch() + 1;
              write(folder.resolve("coordinator"), FileKind.JOBS, out -> out.putLong(mine));
              return mine;
            });
    List<JobState> jobs = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    int last = 0;
    for (Path job : folders()) {
      last = Math.max(last, numberOf(job.getFileName().toString()));
      Path file = job.resolve("job");
      if (Files.exists(file)) {
        try {
          jobs.add(readJob(file));
        } catch (InputException e) {
          warnings.add(e.getMessage() + "; the job is passed over");
        }
      }
    }
    return new Holder(fence, epoch, jobs, last, warnings);
  }

  private List<Path> folders() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(folder, file -> ID.matcher(file.getFileName().toString()).matches())) {
      all.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw InputException.at(folder.toString(), "not readable: " + e, "a folder that can be read", e);
    }
    found.sort(Comparator.comparingInt(path -> numberOf(path.getFileName().toString())));
    return found;
  }

  /** 0 where nobody has held it yet. */
  private long readEpoch() {
    Path file = folder.resolve("coordinator");
    if (!Files.exists(file)) {
      return 0;
    }
    try (CheckedInput in = CheckedInput.open(file, FileKind.JOBS)) {
      return in.getLong();
    } catch (IOException e) {
      throw CheckedInput.unreadable(file, e);
    }
  }

  private static JobState readJob(Path file) {
    try (CheckedInput in = CheckedInput.open(file, FileKind.JOB)) {
      String id = in.getText();
      String key = in.getText();
      int count = in.getInt();
      if (count < 0 || count > MAX_WORDS) {
        throw new IOException(count + " words");
      }
      List<String> words = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        words.add(in.getText());
      }
      JobState.Stage stage = JobState.Stage.valueOf(in.getText());
      JobState.Assignment assignment = new JobState.Assignment(in.getText(), in.getInt());
      return new JobState(id, key, words, stage, assignment, new JobState.Outcome(in.getInt(), in.getText()));
    } catch (IOException e) {
      throw CheckedInput.unreadable(file, e);
    }
  }

  private interface Body {
    void writeTo(CheckedOutput out) throws IOException;
  }

  private static void write(Path file, FileKind kind, Body body) {
    try (OutputFiles files = new OutputFiles(true)) {
      files.write(
          file,
          out -> {
            CheckedOutput checked = new CheckedOutput(out, kind);
            body.writeTo(checked);
            checked.finish();
          });
      files.publish();
    }
  }

  /** The folder in the hands of one coordinator. */
  private final class Holder implements Held {

    private final Fence fence;
    private final long epoch;
    private final List<JobState> jobs;
    private final int lastNumber;
    private final List<String> warnings;

    Holder(Fence fence, long epoch, List<JobState> jobs, int lastNumber, List<String> warnings) {
      this.fence = fence;
      this.epoch = epoch;
      this.jobs = List.copyOf(jobs);
      this.lastNumber = lastNumber;
      this.warnings = List.copyOf(warnings);
    }

    @Override
    public long epoch() {
      return epoch;
    }

    @Override
    public List<JobState> jobs() {
      return jobs;
    }

    @Override
    public int lastNumber() {
      return lastNumber;
    }

    @Override
    public List<String> warnings() {
      return warnings;
    }

    @Override
    public void keep(JobState job) {
      Path home = of(job.id());
      held(
          () -> {
            Files.createDirectories(home);
            write(
                home.resolve("job"),
                FileKind.JOB,
                out -> {
                  out.putText(job.id());
                  out.putText(job.key());
                  out.putInt(job.words().size());
                  for (String word : job.words()) {
                    out.putText(word);
                  }
                  out.putText(job.stage().name());
                  out.putText(job.assignment().node());
                  out.putInt(job.assignment().attempt());
                  out.putInt(job.outcome().exitCode());
                  out.putText(job.outcome().text());
                });
          });
    }

    @Override
    public void clear(String id) {
      held(() -> delete(runOf(id)));
    }

    @Override
    public void remove(String id) {
      held(() -> delete(of(id)));
    }

    private interface Step {
      void run() throws IOException;
    }

    private void held(Step step) {
      fence.within(
          () -> {
            long now = readEpoch();
            if (now != epoch) {
              throw InputException.at(
                  folder.toString(),
                  "fencing epoch " + now + " of another coordinator",
                  "epoch " + epoch + ", this one's own: it was deposed and keeps nothing");
            }
            try {
              step.run();
            } catch (IOException e) {
              throw InputException.at(folder.toString(), "a failure to write: " + e, "a folder that can be written", e);
            }
            return null;
          });
    }

    /** The state last, so that a deletion that was cut off can be repeated. */
    private static void delete(Path root) throws IOException {
      if (!Files.exists(root)) {
        return;
      }
      List<Path> all;
      try (Stream<Path> files = Files.walk(root)) {
        all = new ArrayList<>(files.toList());
      }
      Path state = root.resolve("job");
      all.sort(Comparator.<Path>comparingInt(file -> file.equals(root) ? 2 : file.equals(state) ? 1 : 0)
          .thenComparing(Comparator.comparingInt(Path::getNameCount).reversed()));
      for (Path file : all) {
        Files.deleteIfExists(file);
      }
    }
  }
}
