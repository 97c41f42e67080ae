package io.strider.runtime.common;

import org.jspecify.annotations.Nullable;

/** A failure that Strider expects and explains; its message is meant for the person who ran the command. */
public sealed class StriderException extends RuntimeException
    permits InputException, LimitException, CancelledException, TrainingException, ClusterException, DeviceException {

  private static final long serialVersionUID = 1L;

  protected StriderException(String message) {
    super(message);
  }

  protected StriderException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
