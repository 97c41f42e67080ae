package io.strider.gpu;

import org.jspecify.annotations.Nullable;

/** Where the code of the kernels comes from. */
interface Kernels {

  /**
   * The code of one kernel file, for any device that can train.
   *
   * @param file name without its ending
   * @throws io.strider.runtime.common.DeviceException when there is none and none can be made
   */
  byte[] image(String file);

  /** Why there is no code and none can be made, in a few words; null where there is. Asked before any work begins. */
  @Nullable String missing();

  /** How they were made, for reports. */
  String origin();
}
