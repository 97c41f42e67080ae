package io.strider.runtime.common;

/** The person or the program asked the work to stop; nothing half-written is left behind. */
public final class CancelledException extends StriderException {

  private static final long serialVersionUID = 1L;

  /** The stop that was asked for. */
  public CancelledException() {
    super("cancelled");
  }
}
