package io.strider.runtime.checkpoint;

import io.strider.runtime.output.OutputFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a run is kept durably: what a process needs to go on with a run that another one began. A run has one owner, known by
 * a fencing epoch that rises with each claim; an owner that was deposed can change nothing any more. Implementations are
 * safe from any thread; a {@link Run} is used by one thread at a time.
 */
public interface RunJournal {

  /**
   * Refuses a run that a living process owns, before any work; changes nothing. {@link #claim} asks again.
   *
   * @throws io.strider.runtime.common.InputException when the run is owned, or the journal cannot be read
   */
  void check();

  /** Outputs that a publication, cut off by the death of its owner, may have left; they may be replaced. */
  List<Path> interruptedOutputs();

  /**
   * Becomes the owner: begins a run, or goes on with the one that was begun.
   *
   * @throws io.strider.runtime.common.InputException when the run there is another, naming what differs; when a living
   *     process owns it; or when the journal is damaged or cannot be written
   */
  Run claim(RunIdentity identity);

  /**
   * A run of which this process is the owner until it ends, is closed or somebody else claims it. Every method that writes
   * throws {@link io.strider.runtime.common.InputException}, having changed nothing, once the owner was deposed.
   */
  interface Run extends AutoCloseable {

    /** The fencing epoch of this owner, from 1. */
    long epoch();

    /** What was found damaged and passed over. */
    List<String> warnings();

    /** Whether the counting pass ended. */
    boolean counted();

    /**
     * Reads what the counting pass found; 8 bytes a vertex, which belong to the caller.
     *
     * @throws io.strider.runtime.common.InputException when it cannot be read
     * @throws IllegalStateException when the pass has not ended
     */
    CountedCorpus corpus();

    /** Keeps what the counting pass found. */
    void record(CountedCorpus corpus);

    /** Where training goes on: after the newest whole checkpoint, if there is one. */
    Optional<TrainingPosition> position();

    /**
     * Reads the model of {@link #position}.
     *
     * @throws io.strider.runtime.common.InputException when it cannot be read
     */
    void restore(ModelReader model);

    /** Keeps a model; the checkpoint before it is given up only after that. */
    void checkpoint(TrainingPosition position, ModelWriter model);

    /** Publishes the outputs and ends the run: what was kept of it is removed. */
    void finish(OutputFiles outputs);

    /** Is the owner no more, and leaves the run to be gone on with. */
    @Override
    void close();
  }

  /** Writes a model. */
  @FunctionalInterface
  interface ModelWriter {

    /** Writes everything; need neither flush nor close. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Reads what a {@link ModelWriter} wrote. */
  @FunctionalInterface
  interface ModelReader {

    /** Reads as much as was written; need not close. */
    void readFrom(InputStream in) throws IOException;
  }
}
