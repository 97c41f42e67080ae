package io.strider.actors.jobs;

import java.util.ArrayList;

/**
 * How far an attempt at a job is: all of it, not what changed. The lists are shared; do not write.
 *
 * @param stages that were begun, in their order
 * @param notes what was said of the job, in words
 */
public record JobProgress(ArrayList<StageView> stages, ArrayList<String> notes) {

  /** Nothing was begun. */
  static JobProgress none() {
    return new JobProgress(new ArrayList<>(), new ArrayList<>());
  }
}
