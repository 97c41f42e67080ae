package io.strider.gpu.driver;

import io.strider.runtime.common.DeviceException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Owns a context and everything that was taken in it; {@link #close} gives all of it back in reverse order, also after
 * a failure at any step, and also when giving back fails (a lost device refuses that too). One thread at a time.
 */
public final class DeviceScope implements AutoCloseable {

  private final CudaDriver driver;
  private final Deque<Runnable> owned = new ArrayDeque<>();
  private final long context;
  private boolean closed;

  /** Opens a context on a device. */
  public DeviceScope(CudaDriver driver, int device) {
    this.driver = driver;
    this.context = driver.createContext(device);
    owned.push(() -> driver.destroyContext(context));
  }

  /** The driver, with this scope's context made the calling thread's. */
  public CudaDriver enter() {
    if (closed) {
      throw new IllegalStateException("the device was given back");
    }
    driver.use(context);
    return driver;
  }

  /** A module that is unloaded with the scope. */
  public long module(byte[] image) {
    long module = driver.loadModule(image);
    owned.push(() -> driver.unloadModule(module));
    return module;
  }

  /** Device memory that is freed with the scope. */
  public long memory(long bytes) {
    long address = driver.allocate(bytes);
    owned.push(() -> driver.free(address));
    return address;
  }

  /** Page-locked host memory that is freed with the scope. */
  public ByteBuffer pinned(int bytes) {
    ByteBuffer buffer = driver.allocatePinned(bytes);
    owned.push(() -> driver.freePinned(buffer));
    return buffer;
  }

  /** A stream that ends with the scope. */
  public long stream() {
    long stream = driver.createStream();
    owned.push(() -> driver.destroyStream(stream));
    return stream;
  }

  /** An event that ends with the scope. */
  public long event() {
    long event = driver.createEvent();
    owned.push(() -> driver.destroyEvent(event));
    return event;
  }

  /** Gives everything back; idempotent. Failures are swallowed: whatever was to be told about the device was told. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    quietly(() -> driver.use(context));
    while (!owned.isEmpty()) {
      quietly(owned.pop());
    }
  }

  private static void quietly(Runnable giveBack) {
    try {
      giveBack.run();
    } catch (DeviceException lost) {
      // A device that failed refuses this too; the context's end frees what is left, and so does the process's.
      return;
    }
  }
}
