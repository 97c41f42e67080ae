package io.strider.actors.jobs;

import io.strider.runtime.jobs.JobState;
import java.util.ArrayList;

/**
 * A job as its coordinator knows it.
 *
 * @param id {@code job-N}
 * @param words of the command that it is
 * @param stage how far it is
 * @param trainer {@code host:port} of the node that works on it, or did last; empty if none has yet
 * @param attempt how often it was given to a trainer
 * @param exitCode of the command, once it has ended
 * @param text what the command reports as JSON, or why it failed; empty before it has ended
 * @param progress of this attempt
 */
public record JobView(
    String id,
    ArrayList<String> words,
    JobState.Stage stage,
    String trainer,
    int attempt,
    int exitCode,
    String text,
    JobProgress progress) {

  /** A job with what its trainer has told. */
  static JobView of(JobState job, JobProgress progress) {
    return new JobView(
        job.id(),
        new ArrayList<>(job.words()),
        job.stage(),
        job.assignment().address(),
        job.assignment().attempt(),
        job.outcome().exitCode(),
        job.outcome().text(),
        progress);
  }

  /** The same without the report of a job that is done, of which a list of many would not fit a message. */
  JobView withoutReport() {
    return exitCode == 0 ? new JobView(id, words, stage, trainer, attempt, exitCode, "", progress) : this;
  }
}
