package io.strider.gpu.driver;

import java.nio.ByteBuffer;

/**
 * The calls of the CUDA driver API that training needs, one method a call (or two that belong together). Handles are
 * numbers that mean something to the implementation only; device addresses are real addresses on the device. Every
 * method throws {@link io.strider.runtime.common.DeviceException} naming the call and what the driver said. A call on a
 * stream may report the failure of an earlier one. One thread at a time a context.
 */
public interface CudaDriver {

  /** The newest CUDA version that the driver knows: 1000 × major + 10 × minor. */
  int version();

  /** Devices that the driver sees. */
  int deviceCount();

  /** What a device says of itself. */
  DeviceProperties properties(int device);

  /** A context on a device, which becomes the calling thread's. */
  long createContext(int device);

  /** Makes a context the calling thread's. */
  void use(long context);

  /** Ends a context. */
  void destroyContext(long context);

  /** Free device memory of the current context. */
  long freeBytes();

  /** Loads PTX (zero-terminated) or a cubin. */
  long loadModule(byte[] image);

  /** Unloads a module. */
  void unloadModule(long module);

  /** A kernel of a module. */
  long function(long module, String name);

  /** Lets a kernel have so much dynamic shared memory. */
  void allowShared(long function, int bytes);

  /** Allocates device memory; the address. */
  long allocate(long bytes);

  /** Frees device memory. */
  void free(long address);

  /** Allocates page-locked host memory, in native byte order. */
  ByteBuffer allocatePinned(int bytes);

  /** Frees page-locked memory; the buffer must not be touched again. */
  void freePinned(ByteBuffer pinned);

  /** A stream that does not wait for the default one. */
  long createStream();

  /** Ends a stream. */
  void destroyStream(long stream);

  /** Waits until a stream has done everything. */
  void synchronize(long stream);

  /** An event without timing. */
  long createEvent();

  /** Ends an event. */
  void destroyEvent(long event);

  /** Puts an event behind what a stream has to do. */
  void record(long event, long stream);

  /** Has a stream wait for an event. */
  void await(long stream, long event);

  /** Waits for an event; at once if it was never recorded. */
  void synchronizeEvent(long event);

  /** Copies the first {@code bytes} of pinned memory to the device, in a stream's order. */
  void copyToDevice(long address, ByteBuffer pinned, long bytes, long stream);

  /** Copies from the device into the beginning of pinned memory, in a stream's order. */
  void copyToHost(ByteBuffer pinned, long address, long bytes, long stream);

  /** Zeroes device memory, in a stream's order. */
  void zero(long address, long bytes, long stream);

  /**
   * Starts a kernel with one argument, a structure passed by value, in a stream's order.
   *
   * @param grid blocks
   * @param block threads a block
   * @param sharedBytes dynamic shared memory a block
   * @param arguments the structure as C lays it out, a direct buffer; read before this returns
   */
  void launch(long function, int grid, int block, int sharedBytes, long stream, ByteBuffer arguments);
}
