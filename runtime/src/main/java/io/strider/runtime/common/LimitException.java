package io.strider.runtime.common;

/** A request beyond a named limit: what was needed, what the limit is, and which setting changes it. */
public final class LimitException extends StriderException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes a request beyond a limit.
   *
   * @param message names the limit, its value with unit, what was needed with unit, and the setting that changes it
   */
  public LimitException(String message) {
    super(message);
  }
}
