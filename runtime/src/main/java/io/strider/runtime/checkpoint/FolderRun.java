package io.strider.runtime.checkpoint;

import io.strider.runtime.common.Hash128;
import io.strider.runtime.common.InputException;
import io.strider.runtime.output.OutputFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run in a {@link RunFolder} that this process has claimed. */
final class FolderRun implements RunJournal.Run {

  private static final int COUNTS_PER_BLOCK = 1 << 16;

  /**
   * A claim.
   *
   * @param state as the claim wrote it
   * @param lock shows that the owner lives
   * @param permission throws where this process may not end the run; see {@link RunFolder#takingOver}
   */
  record Claim(RunState state, OwnerLock lock, Runnable permission) {}

  /** A checkpoint that was found whole. */
  private record Whole(Path file, TrainingPosition position) {}

  private final RunFiles files;
  private final OwnerLock lock;
  private final Runnable permission;
  private final String digest;
  private final List<String> warnings = new ArrayList<>();
  private RunState state;
  private boolean counted;
  private @Nullable Whole newest;
  private long lastNumber;

  private FolderRun(RunFiles files, Claim claim) {
    this.files = files;
    this.lock = claim.lock();
    this.permission = claim.permission();
    this.state = claim.state();
    this.digest = state.identity().digest();
  }

  /** Reads what there is; the claim is the caller's to give up when this fails. */
  static FolderRun of(RunFiles files, Claim claim) {
    FolderRun run = new FolderRun(files, claim);
    run.findCorpus();
    run.findCheckpoint();
    return run;
  }

  /** Reads it for damage alone: it is not kept in memory. */
  private void findCorpus() {
    if (Files.exists(files.corpus())) {
      readCorpus();
      counted = true;
    }
  }

  private void findCheckpoint() {
    InputException damage = null;
    for (Path file : files.checkpoints()) {
      lastNumber = Math.max(lastNumber, RunFiles.numberOf(file));
      if (newest == null) {
        try {
          newest = new Whole(file, readPosition(file));
        } catch (InputException e) {
          damage = e;
          warnings.add(e.getMessage() + "; the checkpoint before it is taken");
        }
      }
    }
    if (newest == null && damage != null) {
      throw InputException.at(
          files.folder().toString(),
          "no whole checkpoint: " + damage.getMessage(),
          "one that is whole; delete the damaged files to train again from the beginning",
          damage);
    }
  }

  @Override
  public long epoch() {
    return state.epoch();
  }

  @Override
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public boolean counted() {
    return counted;
  }

  @Override
  public CountedCorpus corpus() {
    if (!counted) {
      throw new IllegalStateException("the corpus has not been counted");
    }
    return readCorpus();
  }

  @Override
  public Optional<TrainingPosition> position() {
    return Optional.ofNullable(newest).map(Whole::position);
  }

  @Override
  public void record(CountedCorpus corpus) {
    publish(
        files.corpus(),
        FileKind.CORPUS,
        out -> {
          out.putLong(corpus.walks());
          out.putLong(corpus.tokens());
          out.putLong(corpus.hash().high());
          out.putLong(corpus.hash().low());
          out.putInt(corpus.countOfVertex().length);
          putLongs(corpus.countOfVertex(), out);
        },
        () -> {
          counted = true;
          if (state.stage() == RunState.Stage.COUNTING) {
            state = state.with(RunState.Stage.TRAINING, List.of());
            state.write(files.state());
          }
        });
  }

  @Override
  public void restore(RunJournal.ModelReader model) {
    Whole whole = newest;
    if (whole == null) {
      throw new IllegalStateException("there is no checkpoint");
    }
    try (CheckedInput in = CheckedInput.open(whole.file(), FileKind.CHECKPOINT)) {
      position(whole.file(), in);
      model.readFrom(in);
    } catch (IOException e) {
      throw CheckedInput.unreadable(whole.file(), e);
    }
  }

  @Override
  public void checkpoint(TrainingPosition position, RunJournal.ModelWriter model) {
    Whole before = newest;
    owned(
        () ->
            files.checkpoints().stream()
                .filter(file -> before == null || !file.equals(before.file()))
                .forEach(RunFiles::delete));
    lastNumber++;
    Path file = files.checkpoint(lastNumber);
    publish(
        file,
        FileKind.CHECKPOINT,
        out -> {
          out.putInt(position.epoch());
          out.putLong(position.firstWalk());
          out.putDouble(position.lossSum());
          out.putLong(position.lossWalks());
          model.writeTo(out);
        },
        () -> newest = new Whole(file, position));
  }

  @Override
  public void finish(OutputFiles outputs) {
    owned(
        () -> {
          permission.run();
          outputs.check();
          state = state.with(RunState.Stage.PUBLISHING, outputs.targets());
          state.write(files.state());
          outputs.publish();
          state = state.with(RunState.Stage.ENDED, List.of());
          state.write(files.state());
          files.deleteModel();
          files.deleteTemporaries();
          RunFiles.delete(files.owner(epoch()));
        });
    close();
  }

  @Override
  public void close() {
    lock.close();
  }

  private interface Body {
    void writeTo(CheckedOutput out) throws IOException;
  }

  /** Writes a file aside, as long as that takes, and gives it its name while this process owns the run. */
  private void publish(Path file, FileKind kind, Body body, Runnable then) {
    try (OutputFiles outputs = new OutputFiles(true)) {
      outputs.write(
          file,
          out -> {
            CheckedOutput checked = new CheckedOutput(out, kind);
            checked.putText(digest);
            body.writeTo(checked);
            checked.finish();
          });
      owned(
          () -> {
            outputs.publish();
            then.run();
          });
    }
  }

  private void owned(Runnable action) {
    files
        .fence()
        .within(
            () -> {
              RunState now = RunState.read(files.state());
              if (now == null || now.epoch() != epoch()) {
                throw InputException.at(
                    files.folder().toString(),
                    now == null ? "no run any more" : "fencing epoch " + now.epoch() + " of " + now.owner(),
                    "epoch " + epoch() + ", this process's own: it was deposed and publishes nothing");
              }
              action.run();
              return null;
            });
  }

  private TrainingPosition readPosition(Path file) {
    try (CheckedInput in = CheckedInput.open(file, FileKind.CHECKPOINT)) {
      return position(file, in);
    } catch (IOException e) {
      throw CheckedInput.unreadable(file, e);
    }
  }

  private TrainingPosition position(Path file, CheckedInput in) throws IOException {
    requireOwn(file, in);
    return new TrainingPosition(in.getInt(), in.getLong(), in.getDouble(), in.getLong());
  }

  private CountedCorpus readCorpus() {
    Path file = files.corpus();
    try (CheckedInput in = CheckedInput.open(file, FileKind.CORPUS)) {
      requireOwn(file, in);
      long walks = in.getLong();
      long tokens = in.getLong();
      Hash128 hash = new Hash128(in.getLong(), in.getLong());
      long[] counts = new long[in.getInt()];
      for (int v = 0; v < counts.length; v++) {
        counts[v] = in.getLong();
      }
      return new CountedCorpus(walks, tokens, hash, counts);
    } catch (IOException e) {
      throw CheckedInput.unreadable(file, e);
    } catch (InputException e) {
      throw InputException.at(
          files.folder().toString(),
          "a damaged count of the corpus: " + e.getMessage(),
          "a whole one; delete " + file.getFileName() + " to have it counted again",
          e);
    }
  }

  private void requireOwn(Path file, CheckedInput in) throws IOException {
    if (!in.getText().equals(digest)) {
      throw InputException.at(file.toString(), "a file of another run", "one of this run, or none");
    }
  }

  private static void putLongs(long[] values, OutputStream out) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(COUNTS_PER_BLOCK * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += COUNTS_PER_BLOCK) {
      int count = Math.min(COUNTS_PER_BLOCK, values.length - from);
      block.clear().asLongBuffer().put(values, from, count);
      out.write(block.array(), 0, count * Long.BYTES);
    }
  }
}
