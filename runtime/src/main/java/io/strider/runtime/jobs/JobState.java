package io.strider.runtime.jobs;

import java.util.List;

/**
 * All that must outlive a coordinator about a job. Immutable.
 *
 * @param id {@code job-N}, N from 1
 * @param key the submitter's own mark, the same each time that one submission is sent again
 * @param words of the command that the job is, the first one its name; paths are absolute
 * @param stage how far it is
 * @param assignment who works on it
 * @param outcome how it ended; {@link Outcome#NONE} before that
 */
public record JobState(
    String id, String key, List<String> words, Stage stage, Assignment assignment, Outcome outcome) {

  /** How far a job is. */
  public enum Stage {
    /** Nobody works on it. */
    WAITING,
    /** A trainer works on it. */
    RUNNING,
    /** A trainer works on it and is to stop. */
    CANCELLING,
    /** Its outputs are published. */
    DONE,
    /** It cannot be done. */
    FAILED,
    /** Somebody wanted it no more. */
    CANCELLED;

    /** Whether nothing will happen to the job any more. */
    public boolean hasEnded() {
      return this == DONE || this == FAILED || this == CANCELLED;
    }

    /** Whether a trainer has it. */
    public boolean isAssigned() {
      return this == RUNNING || this == CANCELLING;
    }
  }

  /**
   * To whom a job was given last.
   *
   * @param node incarnation of the trainer's node, {@code host:port#uid}; empty when it was given to nobody yet
   * @param attempt how often the job was given to somebody; rises by one each time
   */
  public record Assignment(String node, int attempt) {

    /** To nobody. */
    public static final Assignment NONE = new Assignment("", 0);

    /** The node without its incarnation. */
    public String address() {
      int mark = node.indexOf('#');
      return mark < 0 ? node : node.substring(0, mark);
    }
  }

  /**
   * How a job ended.
   *
   * @param exitCode of the command, 0 when all is done
   * @param text the JSON object that the command reports, or why it failed
   */
  public record Outcome(int exitCode, String text) {

    /** None yet. */
    public static final Outcome NONE = new Outcome(0, "");
  }

  /** Copies the list. */
  public JobState {
    words = List.copyOf(words);
  }

  /** One that nobody has worked on. */
  public static JobState submitted(String id, String key, List<String> words) {
    return new JobState(id, key, words, Stage.WAITING, Assignment.NONE, Outcome.NONE);
  }

  /** Whether it is to be worked on by whom this assignment names, and nobody asked to stop it. */
  public boolean runsAt(Assignment there) {
    return stage == Stage.RUNNING && assignment.equals(there);
  }

  /** At another stage. */
  public JobState at(Stage next) {
    return new JobState(id, key, words, next, assignment, outcome);
  }

  /** Given to a node, as the next attempt. */
  public JobState givenTo(String node) {
    Assignment next = new Assignment(node, assignment.attempt() + 1);
    return new JobState(id, key, words, Stage.RUNNING, next, outcome);
  }

  /** Ended so. */
  public JobState ended(Stage how, Outcome with) {
    return new JobState(id, key, words, how, assignment, with);
  }
}
