package io.strider.gpu;

import io.strider.gpu.driver.CudaDriver;
import io.strider.gpu.driver.DeviceProperties;
import io.strider.runtime.common.DeviceException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A driver with devices whose memory is the host's and whose kernels do nothing. Counts what is taken and given back,
 * refuses copies outside of what was allocated or of another context's memory, finds writes past its ends, and fails at a chosen call.
 */
class FakeDriver implements CudaDriver {

  private static final long GUARD_BYTES = 64;
  private static final byte GUARD = 0x5A;

  /** An A100's figures, but for one multiprocessor. */
  static final DeviceProperties SMALL = new DeviceProperties("fake", 8, 0, 1L << 30, 1, 166_912, 167_936);

  private record Allocation(Arena arena, MemorySegment guarded, long bytes, long context) {}

  final List<String> calls = new ArrayList<>();
  DeviceProperties properties = SMALL;
  long freeBytes = 1L << 30;
  int devices = 1;

  /** The call, counted from 1, that fails; 0: none. */
  int failAt;

  /** Whether every call after the failed one fails too. */
  boolean staysLost;

  /** The most device memory that was allocated in one context at one time. */
  long mostBytes;

  private final TreeMap<Long, Allocation> allocations = new TreeMap<>();
  private final List<String> open = new ArrayList<>();
  private long lastHandle;
  private long current;

  /** What was taken and not given back. */
  List<String> open() {
    return List.copyOf(open);
  }

  private void call(String name) {
    calls.add(name);
    if (failAt > 0 && (calls.size() == failAt || (staysLost && calls.size() > failAt))) {
      throw new DeviceException("CUDA: " + name + " failed on purpose");
    }
  }

  private long take(String kind) {
    call("take " + kind);
    open.add(kind + " " + ++lastHandle);
    return lastHandle;
  }

  /** Counted as given back even when the driver says that it failed: what can be asked for is that it was tried. */
  private void giveBack(String kind, long handle) {
    if (!open.remove(kind + " " + handle)) {
      throw new AssertionError(kind + " " + handle + " given back twice or never taken");
    }
    call("give back " + kind);
  }

  @Override
  public int version() {
    return 12_060;
  }

  @Override
  public int deviceCount() {
    return devices;
  }

  @Override
  public DeviceProperties properties(int device) {
    return properties;
  }

  @Override
  public long createContext(int device) {
    current = take("context");
    return current;
  }

  @Override
  public void use(long context) {
    call("use");
    current = context;
  }

  @Override
  public void destroyContext(long context) {
    giveBack("context", context);
  }

  @Override
  public long freeBytes() {
    return freeBytes;
  }

  @Override
  public long loadModule(byte[] image) {
    return take("module");
  }

  @Override
  public void unloadModule(long module) {
    giveBack("module", module);
  }

  @Override
  public long function(long module, String name) {
    call("function " + name);
    return ++lastHandle;
  }

  @Override
  public void allowShared(long function, int bytes) {
    call("allowShared");
  }

  @Override
  public long allocate(long bytes) {
    call("take memory");
    Arena arena = Arena.ofShared();
    MemorySegment guarded = arena.allocate(bytes + 2 * GUARD_BYTES, 64).fill(GUARD);
    long address = guarded.address() + GUARD_BYTES;
    allocations.put(address, new Allocation(arena, guarded, bytes, current));
    open.add("memory " + address);
    mostBytes = Math.max(mostBytes, bytesIn(current));
    return address;
  }

  private long bytesIn(long context) {
    return allocations.values().stream()
        .filter(allocation -> allocation.context() == context)
        .mapToLong(Allocation::bytes)
        .sum();
  }

  @Override
  public void free(long address) {
    Allocation allocation = allocations.remove(address);
    if (allocation != null) {
      requireGuards(allocation);
      allocation.arena().close();
    }
    giveBack("memory", address);
  }

  private static void requireGuards(Allocation allocation) {
    for (long i = 0; i < GUARD_BYTES; i++) {
      byte before = allocation.guarded().get(ValueLayout.JAVA_BYTE, i);
      byte after = allocation.guarded().get(ValueLayout.JAVA_BYTE, GUARD_BYTES + allocation.bytes() + i);
      if (before != GUARD || after != GUARD) {
        throw new AssertionError("a kernel wrote outside of its memory of " + allocation.bytes() + " bytes");
      }
    }
  }

  private MemorySegment device(long address, long bytes) {
    Map.Entry<Long, Allocation> entry = allocations.floorEntry(address);
    if (entry == null || address + bytes > entry.getKey() + entry.getValue().bytes()) {
      throw new AssertionError("a copy of " + bytes + " bytes leaves its allocation");
    }
    if (entry.getValue().context() != current) {
      throw new AssertionError("memory of context " + entry.getValue().context() + " is used in " + current);
    }
    return entry.getValue().guarded().asSlice(GUARD_BYTES + address - entry.getKey(), bytes);
  }

  @Override
  public ByteBuffer allocatePinned(int bytes) {
    call("take pinned");
    open.add("pinned " + bytes);
    ByteBuffer buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    MemorySegment.ofBuffer(buffer).fill(GUARD); // as a real driver's: anything
    return buffer;
  }

  @Override
  public void freePinned(ByteBuffer pinned) {
    giveBack("pinned", pinned.capacity());
  }

  @Override
  public long createStream() {
    return take("stream");
  }

  @Override
  public void destroyStream(long stream) {
    giveBack("stream", stream);
  }

  @Override
  public void synchronize(long stream) {
    call("synchronize");
  }

  @Override
  public long createEvent() {
    return take("event");
  }

  @Override
  public void destroyEvent(long event) {
    giveBack("event", event);
  }

  @Override
  public void record(long event, long stream) {
    call("record " + event);
  }

  @Override
  public void await(long stream, long event) {
    call("await");
  }

  @Override
  public void synchronizeEvent(long event) {
    call("synchronizeEvent " + event);
  }

  @Override
  public void copyToDevice(long address, ByteBuffer pinned, long bytes, long stream) {
    call("copyToDevice");
    device(address, bytes).copyFrom(MemorySegment.ofBuffer(pinned).asSlice(0, bytes));
  }

  @Override
  public void copyToHost(ByteBuffer pinned, long address, long bytes, long stream) {
    call("copyToHost");
    MemorySegment.ofBuffer(pinned).asSlice(0, bytes).copyFrom(device(address, bytes));
  }

  @Override
  public void zero(long address, long bytes, long stream) {
    call("zero");
    device(address, bytes).fill((byte) 0);
  }

  @Override
  public void launch(long function, int grid, int block, int sharedBytes, long stream, ByteBuffer arguments) {
    call("launch");
  }
}
