package io.strider.runtime.common;

import org.jspecify.annotations.Nullable;

/** Input that cannot be used. The message names the place, what was found there and what was expected. */
public final class InputException extends StriderException {

  private static final long serialVersionUID = 1L;

  private InputException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * Describes bad input.
   *
   * @param place where, for example {@code edges.tsv:17} or {@code --memory}
   * @param found what was read there
   * @param expected what would have been accepted
   */
  public static InputException at(String place, String found, String expected) {
    return new InputException(place + ": found " + found + ", expected " + expected, null);
  }

  /**
   * Bad input that another process met.
   *
   * @param message what its own exception said, and which process that was
   */
  public static InputException reported(String message) {
    return new InputException(message, null);
  }

  /** As {@link #at(String, String, String)}, keeping the failure that revealed it. */
  public static InputException at(String place, String found, String expected, Throwable cause) {
    return new InputException(place + ": found " + found + ", expected " + expected, cause);
  }
}
