package io.strider.runtime.common;

/** How many threads a stage may have. Stateless. */
public final class ThreadLimit {

  /** The most. */
  public static final int MOST = 1024;

  private ThreadLimit() {}

  /**
   * Refuses a number of threads that no stage may have.
   *
   * @param place who was told so, for the message
   * @throws InputException unless it is from 1 to {@link #MOST}
   */
  public static void check(String place, int threads) {
    if (threads < 1 || threads > MOST) {
      throw InputException.at(place, String.valueOf(threads), "1 to " + MOST);
    }
  }
}
