package io.strider.actors.jobs;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.jobs.JobFolder;
import io.strider.runtime.jobs.JobState;
import io.strider.runtime.jobs.JobState.Outcome;

/** Does the work of jobs in this process. */
@FunctionalInterface
public interface JobRunner {

  /**
   * Runs a job on the calling thread, or goes on with one that another process began: its run is kept in {@link
   * JobFolder#runOf}, and together with its outputs {@link JobFolder#reportOf} is published. Failures are outcomes.
   *
   * @param board hears how the job gets on
   */
  Outcome run(JobState job, JobFolder folder, JobBoard board, Cancellation cancellation);
}
