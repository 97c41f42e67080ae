package io.strider.runtime.common;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
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

  /** Why a file could not be opened, made, read or written, in words. */
  public static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or folder";
      case FileAlreadyExistsException _ -> "a file of that name";
      case FileSystemException system when system.getReason() != null -> String.valueOf(system.getReason());
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : String.valueOf(e.getMessage());
    };
  }

  /** As {@link #at(String, String, String)}, keeping the failure that revealed it. */
  public static InputException at(String place, String found, String expected, Throwable cause) {
    return new InputException(place + ": found " + found + ", expected " + expected, cause);
  }
}
