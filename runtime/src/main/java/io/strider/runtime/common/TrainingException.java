package io.strider.runtime.common;

/** Training that diverged: a vector became not-a-number or grew beyond the norm limit. */
public final class TrainingException extends StriderException {

  private static final long serialVersionUID = 1L;

  /**
   * Describes the divergence.
   *
   * @param message names the vertex row, the value found, the limit and the setting to change
   */
  public TrainingException(String message) {
    super(message);
  }
}
