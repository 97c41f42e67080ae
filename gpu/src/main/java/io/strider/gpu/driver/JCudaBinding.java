package io.strider.gpu.driver;

import io.strider.runtime.common.DeviceException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUctx_flags;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/**
 * The driver through JCuda. Has run on no device yet: on a machine without one only {@link #open} is reached, and says
 * what is missing.
 */
public final class JCudaBinding implements CudaDriver {

  private final Map<Long, NativePointerObject> handles = new HashMap<>();
  private final Map<Long, Address> addresses = new HashMap<>();
  private final IdentityHashMap<ByteBuffer, Pointer> pinned = new IdentityHashMap<>();
  private final AtomicLong lastHandle = new AtomicLong();

  /** A device pointer that tells its value, which JCuda keeps to subclasses. */
  private static final class Address extends CUdeviceptr {
    long value() {
      return getNativePointer() + getByteOffset();
    }
  }

  private JCudaBinding() {}

  /**
   * Loads the driver library.
   *
   * @throws DeviceException saying which piece is missing
   */
  public static CudaDriver open() {
    try {
      JCudaDriver.setExceptionsEnabled(false);
      check("cuInit", JCudaDriver.cuInit(0));
      return new JCudaBinding();
    } catch (LinkageError absent) {
      throw new DeviceException(
          "CUDA: no driver: the library libcuda.so.1 of an NVIDIA driver was not found, or JCuda has no library for this"
              + " platform",
          absent);
    }
  }

  private static void check(String call, int result) {
    if (result == CUresult.CUDA_SUCCESS) {
      return;
    }
    String meaning =
        switch (result) {
          case CUresult.CUDA_ERROR_NO_DEVICE -> "no device: the driver is there and sees no GPU";
          case CUresult.CUDA_ERROR_OUT_OF_MEMORY -> "out of memory";
          case CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU -> "the kernels were not compiled for this compute capability";
          case CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION -> "the driver is too old for the compiled kernels";
          default -> CUresult.stringFor(result);
        };
    throw new DeviceException("CUDA: " + meaning + " (" + call + " failed with " + result + ")");
  }

  private long keep(NativePointerObject object) {
    long handle = lastHandle.incrementAndGet();
    handles.put(handle, object);
    return handle;
  }

  private <T> T get(Class<T> type, long handle) {
    return type.cast(Objects.requireNonNull(handles.get(handle)));
  }

  private <T> T take(Class<T> type, long handle) {
    return type.cast(Objects.requireNonNull(handles.remove(handle)));
  }

  private Address at(long address) {
    return Objects.requireNonNull(addresses.get(address));
  }

  @Override
  public int version() {
    int[] version = {0};
    check("cuDriverGetVersion", JCudaDriver.cuDriverGetVersion(version));
    return version[0];
  }

  @Override
  public int deviceCount() {
    int[] count = {0};
    check("cuDeviceGetCount", JCudaDriver.cuDeviceGetCount(count));
    return count[0];
  }

  private static CUdevice device(int number) {
    CUdevice device = new CUdevice();
    check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, number));
    return device;
  }

  private static int attribute(CUdevice device, int attribute) {
    int[] value = {0};
    check("cuDeviceGetAttribute", JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
    return value[0];
  }

  @Override
  public DeviceProperties properties(int number) {
    CUdevice device = device(number);
    byte[] name = new byte[256];
    check("cuDeviceGetName", JCudaDriver.cuDeviceGetName(name, name.length, device));
    int length = 0;
    while (length < name.length && name[length] != 0) {
      length++;
    }
    long[] memory = {0};
    check("cuDeviceTotalMem", JCudaDriver.cuDeviceTotalMem(memory, device));
    return new DeviceProperties(
        new String(Arrays.copyOf(name, length), StandardCharsets.UTF_8),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
        memory[0],
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
        attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR));
  }

  @Override
  public long createContext(int device) {
    CUcontext context = new CUcontext();
    check("cuCtxCreate", JCudaDriver.cuCtxCreate(context, CUctx_flags.CU_CTX_SCHED_BLOCKING_SYNC, device(device)));
    return keep(context);
  }

  @Override
  public void use(long context) {
    check("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(get(CUcontext.class, context)));
  }

  @Override
  public void destroyContext(long context) {
    check("cuCtxDestroy", JCudaDriver.cuCtxDestroy(take(CUcontext.class, context)));
  }

  @Override
  public long freeBytes() {
    long[] free = {0};
    long[] total = {0};
    check("cuMemGetInfo", JCudaDriver.cuMemGetInfo(free, total));
    return free[0];
  }

  @Override
  public long loadModule(byte[] image) {
    CUmodule module = new CUmodule();
    check("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, image));
    return keep(module);
  }

  @Override
  public void unloadModule(long module) {
    check("cuModuleUnload", JCudaDriver.cuModuleUnload(take(CUmodule.class, module)));
  }

  @Override
  public long function(long module, String name) {
    CUfunction function = new CUfunction();
    check("cuModuleGetFunction", JCudaDriver.cuModuleGetFunction(function, get(CUmodule.class, module), name));
    return keep(function);
  }

  @Override
  public void allowShared(long function, int bytes) {
    check(
        "cuFuncSetAttribute",
        JCudaDriver.cuFuncSetAttribute(
            get(CUfunction.class, function),
            CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
            bytes));
  }

  @Override
  public long allocate(long bytes) {
    Address address = new Address();
    check("cuMemAlloc", JCudaDriver.cuMemAlloc(address, bytes));
    addresses.put(address.value(), address);
    return address.value();
  }

  @Override
  public void free(long address) {
    check("cuMemFree", JCudaDriver.cuMemFree(Objects.requireNonNull(addresses.remove(address))));
  }

  @Override
  public ByteBuffer allocatePinned(int bytes) {
    Pointer pointer = new Pointer();
    check("cuMemAllocHost", JCudaDriver.cuMemAllocHost(pointer, bytes));
    ByteBuffer buffer = pointer.getByteBuffer(0, bytes).order(ByteOrder.nativeOrder());
    pinned.put(buffer, pointer);
    return buffer;
  }

  @Override
  public void freePinned(ByteBuffer buffer) {
    check("cuMemFreeHost", JCudaDriver.cuMemFreeHost(Objects.requireNonNull(pinned.remove(buffer))));
  }

  @Override
  public long createStream() {
    CUstream stream = new CUstream();
    check("cuStreamCreate", JCudaDriver.cuStreamCreate(stream, CUstream_flags.CU_STREAM_NON_BLOCKING));
    return keep(stream);
  }

  @Override
  public void destroyStream(long stream) {
    check("cuStreamDestroy", JCudaDriver.cuStreamDestroy(take(CUstream.class, stream)));
  }

  @Override
  public void synchronize(long stream) {
    check("cuStreamSynchronize", JCudaDriver.cuStreamSynchronize(get(CUstream.class, stream)));
  }

  @Override
  public long createEvent() {
    CUevent event = new CUevent();
    int flags = CUevent_flags.CU_EVENT_DISABLE_TIMING | CUevent_flags.CU_EVENT_BLOCKING_SYNC;
    check("cuEventCreate", JCudaDriver.cuEventCreate(event, flags));
    return keep(event);
  }

  @Override
  public void destroyEvent(long event) {
    check("cuEventDestroy", JCudaDriver.cuEventDestroy(take(CUevent.class, event)));
  }

  @Override
  public void record(long event, long stream) {
    check("cuEventRecord", JCudaDriver.cuEventRecord(get(CUevent.class, event), get(CUstream.class, stream)));
  }

  @Override
  public void await(long stream, long event) {
    check(
        "cuStreamWaitEvent",
        JCudaDriver.cuStreamWaitEvent(get(CUstream.class, stream), get(CUevent.class, event), 0));
  }

  @Override
  public void synchronizeEvent(long event) {
    check("cuEventSynchronize", JCudaDriver.cuEventSynchronize(get(CUevent.class, event)));
  }

  @Override
  public void copyToDevice(long address, ByteBuffer from, long bytes, long stream) {
    Pointer host = Objects.requireNonNull(pinned.get(from));
    check(
        "cuMemcpyHtoDAsync",
        JCudaDriver.cuMemcpyHtoDAsync(within(address), host, bytes, get(CUstream.class, stream)));
  }

  @Override
  public void copyToHost(ByteBuffer to, long address, long bytes, long stream) {
    Pointer host = Objects.requireNonNull(pinned.get(to));
    check(
        "cuMemcpyDtoHAsync",
        JCudaDriver.cuMemcpyDtoHAsync(host, within(address), bytes, get(CUstream.class, stream)));
  }

  /** A pointer to an address inside of an allocation. */
  private CUdeviceptr within(long address) {
    Address exact = addresses.get(address);
    if (exact != null) {
      return exact;
    }
    long base = 0;
    for (long known : addresses.keySet()) {
      if (Long.compareUnsigned(known, address) < 0 && Long.compareUnsigned(known, base) > 0) {
        base = known;
      }
    }
    return at(base).withByteOffset(address - base);
  }

  @Override
  public void zero(long address, long bytes, long stream) {
    check(
        "cuMemsetD8Async",
        JCudaDriver.cuMemsetD8Async(within(address), (byte) 0, bytes, get(CUstream.class, stream)));
  }

  @Override
  public void launch(long function, int grid, int block, int sharedBytes, long stream, ByteBuffer arguments) {
    Pointer parameters = Pointer.to(Pointer.toBuffer(arguments));
    check(
        "cuLaunchKernel",
        JCudaDriver.cuLaunchKernel(
            get(CUfunction.class, function),
            grid,
            1,
            1,
            block,
            1,
            1,
            sharedBytes,
            get(CUstream.class, stream),
            parameters,
            null));
  }
}
