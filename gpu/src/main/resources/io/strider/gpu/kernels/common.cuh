// What both kernels share: the counter-based generator of io.strider.runtime.random.CounterRandom, bit for bit, and the
// few words that differ between nvcc or NVRTC and the test harness, which defines them before it includes this file.
#pragma once

#ifndef STRIDER_DYNAMIC_SHARED
#define STRIDER_DYNAMIC_SHARED(type, name) extern __shared__ type name[]
#endif

typedef unsigned long long u64;
typedef unsigned int u32;

static const u32 ALL_LANES = 0xFFFFFFFFu;

__device__ inline u64 mix(u64 z) {
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

// The stream of an id under a key; ids of training are epoch * walks of an epoch + walk.
__device__ inline u64 stream_of(u64 key, long long id) { return mix(key + (u64)id * 0xD1342543DE82EF95ull); }

__device__ inline u64 draw(u64 stream, u64 counter) { return mix(stream + counter * 0x9E3779B97F4A7C15ull); }

__device__ inline u64 counter_of(int step, int trial) { return ((u64)(u32)step << 32) | (u32)trial; }

// 64 uniform bits to [0, bound).
__device__ inline u64 bounded(u64 bits, u64 bound) { return __umul64hi(bits, bound); }
