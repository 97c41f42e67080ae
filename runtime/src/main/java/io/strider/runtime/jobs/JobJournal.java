package io.strider.runtime.jobs;

import java.util.List;

/**
 * Where jobs are kept durably, so that another coordinator goes on with them. One coordinator at a time holds it, known by a
 * fencing epoch that rises with each claim; one that was deposed can change nothing any more.
 */
public interface JobJournal {

  /**
   * Becomes the holder and deposes the one before: that there is one coordinator is for the cluster to decide.
   *
   * @throws io.strider.runtime.common.InputException when the journal is damaged or cannot be written
   */
  Held claim();

  /**
   * The journal in the hands of its holder. Used by one thread. Every method that writes throws {@link
   * io.strider.runtime.common.InputException}, having changed nothing, once somebody else has claimed the journal.
   */
  interface Held {

    /** The fencing epoch of this holder, from 1. */
    long epoch();

    /** The jobs as they were at the claim, by their numbers. */
    List<JobState> jobs();

    /** The highest number that was given to a job, as far as anything of it is left, be it damaged; 0 for none. */
    int lastNumber();

    /** What was found damaged and passed over. */
    List<String> warnings();

    /** Keeps a job as it is now; it is durable on return. */
    void keep(JobState job);

    /** Gives up what a run of the job has kept, such as its checkpoints, which nobody needs any more. */
    void clear(String id);

    /** Forgets a job. */
    void remove(String id);
  }
}
