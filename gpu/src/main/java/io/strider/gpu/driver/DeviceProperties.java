package io.strider.gpu.driver;

/**
 * What a device says of itself.
 *
 * @param name as the maker calls it
 * @param major compute capability, before the point
 * @param minor compute capability, after the point
 * @param memoryBytes device memory
 * @param multiprocessors how many
 * @param sharedBytesPerBlock most dynamic shared memory that a block may ask for
 * @param sharedBytesPerMultiprocessor shared memory of a multiprocessor
 */
public record DeviceProperties(
    String name,
    int major,
    int minor,
    long memoryBytes,
    int multiprocessors,
    int sharedBytesPerBlock,
    int sharedBytesPerMultiprocessor) {

  /** Such as {@code 9.0}. */
  public String capability() {
    return major + "." + minor;
  }
}
