// Enough of CUDA's device language to compile a kernel with g++ and run it on the CPU for its function: every CUDA thread
// is a fiber, and what makes threads wait for each other (barriers, shuffles, ballots) is where fibers change.
// Which fiber goes on is drawn from a seed, so that a barrier that is missing shows as a wrong result under some seed.
// Not shown: timing, memory ordering weaker than the program's, bank conflicts, anything about a real device.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <algorithm>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace fibers {

constexpr int WARP = 32;
constexpr size_t STACK_BYTES = 64 << 10;

struct Index {
  unsigned x = 0;
};

struct Block;

// Values that the lanes of a warp hand over; two sets, for a lane may already be at the next exchange.
struct Warp {
  uint64_t values[2][WARP];
  int kinds[2];
  int arrived[2] = {0, 0};
};

struct Fiber {
  void* stackPointer = nullptr;
  std::unique_ptr<char[]> stack;
  Block* block = nullptr;
  Warp* warp = nullptr;
  Index threadIndex;
  uint64_t exchanges = 0;
  bool done = false;
};

struct Block {
  Index index;
  std::vector<Fiber> fibers;
  std::vector<Warp> warps;
  std::unique_ptr<double[]> shared;
  size_t arrived = 0;
  size_t finished = 0;
};

Fiber& current();
Index blockDimensions();
Index gridDimensions();
void* sharedMemory();

enum Kind { SHUFFLE = 1, BALLOT = 2, SYNC = 3 };

// Hands over a value and waits for the warp; returns the values of all lanes, valid until the next exchange but one.
const uint64_t* exchange(Kind kind, uint64_t value);
void blockBarrier();

// Runs a kernel; throws when its threads wait for each other for ever or meet at different places.
struct Launch {
  int grid;
  int block;
  int sharedBytes;
  uint64_t seed;  // 0: a fixed order
  int blocksAtOnce;
};
void run(const Launch& launch, const std::function<void()>& kernel);

}  // namespace fibers

#define __device__
#define __global__
#define __launch_bounds__(...)
#define __align__(n) __attribute__((aligned(n)))
#define STRIDER_DYNAMIC_SHARED(type, name) type* name = static_cast<type*>(fibers::sharedMemory())
#define threadIdx (fibers::current().threadIndex)
#define blockIdx (fibers::current().block->index)
#define blockDim (fibers::blockDimensions())
#define gridDim (fibers::gridDimensions())

struct float4 {
  float x, y, z, w;
};
struct uint2 {
  unsigned x, y;
};
struct uint4 {
  unsigned x, y, z, w;
};

template <class T>
T __ldcg(const T* at) {
  return *at;
}

using std::max;
using std::min;

// A test compiles once more without one kind of barrier, to see that its absence is seen.
#ifdef FIBERS_WITHOUT_SYNCTHREADS
inline void __syncthreads() {}
#else
inline void __syncthreads() { fibers::blockBarrier(); }
#endif
#ifdef FIBERS_WITHOUT_SYNCWARP
inline void __syncwarp() {}
#else
inline void __syncwarp() { fibers::exchange(fibers::SYNC, 0); }
#endif

template <class T>
T __shfl_sync(unsigned, T value, int lane) {
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof(T));
  const uint64_t* all = fibers::exchange(fibers::SHUFFLE, bits);
  std::memcpy(&value, &all[lane & (fibers::WARP - 1)], sizeof(T));
  return value;
}

template <class T>
T __shfl_xor_sync(unsigned mask, T value, int lanes) {
  return __shfl_sync(mask, value, (int)(fibers::current().threadIndex.x ^ (unsigned)lanes));
}

inline unsigned __ballot_sync(unsigned, bool predicate) {
  const uint64_t* all = fibers::exchange(fibers::BALLOT, predicate);
  unsigned mask = 0;
  for (int lane = 0; lane < fibers::WARP; lane++) {
    mask |= (unsigned)all[lane] << lane;
  }
  return mask;
}

inline unsigned long long __umul64hi(unsigned long long a, unsigned long long b) {
  return (unsigned long long)(((unsigned __int128)a * b) >> 64);
}
inline int __popc(unsigned x) { return __builtin_popcount(x); }
inline int __ffs(int x) { return __builtin_ffs(x); }
inline int __clzll(long long x) { return x == 0 ? 64 : __builtin_clzll((unsigned long long)x); }
inline float __uint_as_float(unsigned x) {
  float y;
  std::memcpy(&y, &x, 4);
  return y;
}
inline unsigned __float_as_uint(float x) {
  unsigned y;
  std::memcpy(&y, &x, 4);
  return y;
}
template <class T>
T atomicAdd(T* at, T value) {
  T old = *at;
  *at += value;
  return old;
}
