package io.strider.runtime.common;

import org.jspecify.annotations.Nullable;

/** An accelerator that cannot be used, or that failed while it was. The message says in one line which piece it is. */
public final class DeviceException extends StriderException {

  private static final long serialVersionUID = 1L;

  /** With what a person should know. */
  public DeviceException(String message) {
    super(message);
  }

  /** As {@link #DeviceException(String)}, keeping the failure that revealed it. */
  public DeviceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
