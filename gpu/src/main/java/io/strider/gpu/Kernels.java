package io.strider.gpu;

import io.strider.gpu.driver.DeviceProperties;

/** Where the code of the kernels comes from. */
interface Kernels {

  /**
   * The code of one kernel file, for a device.
   *
   * @param file name without its ending
   * @throws io.strider.runtime.common.DeviceException when there is none and none can be made
   */
  byte[] image(String file, DeviceProperties device);

  /** How they were made, for reports. */
  String origin();
}
