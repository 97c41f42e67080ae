// prepare_walks: from vertex ids as they were walked to what train_walks reads.
//
// Work     One warp a walk (block of 32 threads; a block takes walks blockIdx.x, + gridDim.x, ...).
// In       vertices[walks][stride] and lengths[walks], as the host's wave has them; rowOfVertex (row or -1, dropped);
//          keepBelow: threshold of each row in units of 2^-53 (null: every token is kept).
// Out      rows, positions, plans: [walks][stride], the kept tokens of each walk in order; kept[walks], how many.
//          positions: where the token stood in the walk as walked. plans: (slot << 2) | LOAD | STORE, the place of the
//          token's vertex row in the window cache of train_walks, whether the row must be fetched when the token
//          enters the window and written back when it leaves. A row that is in the window several times has one slot.
// Shared   2 * ring ints (slot -> row, slot -> tokens in the window); ring = 2 * window + 1, or 0: no cache, no plans.
// Draws    one per token where keepBelow is given: the CPU's TrainingDraws.keep.
// Cost     a token: 12 bytes of global reads, 12 written (28 and 12 with keepBelow), no floating point.
// Registers (NVIDIA's compilers for sm_80 to sm_90; held to by KernelResourcesTest): at most 40, no spills.
//
// Differs from the paper it follows in nothing but its place: FULL-W2V (Randall, Allen, Ge 2021) keeps the window as a
// ring of tokens; here a slot is a row, so that a vertex that comes back within its window is not in two copies.

#include "common.cuh"

static const int LOAD = 1;
static const int STORE = 2;

struct PrepareArguments {
  const int* vertices;
  const int* lengths;
  const int* rowOfVertex;
  const u64* keepBelow;
  int* rows;
  int* positions;
  int* plans;
  int* kept;
  u64 subsampleKey;
  long long firstStream;  // epoch * walks of an epoch + id of the first walk here
  int walks;
  int stride;
  int sentenceTokens;
  int ring;
};

// Writes rows and positions of the kept tokens; returns their number.
__device__ inline int compact(const PrepareArguments& a, int walk, int lane) {
  const size_t begin = (size_t)walk * a.stride;
  const int length = a.lengths[walk];
  const u64 stream = stream_of(a.subsampleKey, a.firstStream + walk);
  int kept = 0;
  for (int base = 0; base < length; base += 32) {
    const int position = base + lane;
    int row = -1;
    if (position < length) {
      row = a.rowOfVertex[a.vertices[begin + position]];
      if (row >= 0 && a.keepBelow != nullptr && (draw(stream, (u64)position) >> 11) >= a.keepBelow[row]) {
        row = -1;
      }
    }
    const u32 mask = __ballot_sync(ALL_LANES, row >= 0);
    if (row >= 0) {
      const size_t at = begin + kept + __popc(mask & ((1u << lane) - 1));
      a.rows[at] = row;
      a.positions[at] = position;
    }
    kept += __popc(mask);
  }
  __syncwarp();
  return kept;
}

// A token enters the window: its row's slot, or a free one. There is one, for those that left gave theirs back.
__device__ inline void enter(const PrepareArguments& a, size_t at, int* slotRow, int* slotTokens, int lane) {
  const int row = a.rows[at];
  int found = -1;
  int open = -1;
  for (int base = 0; base < a.ring && found < 0; base += 32) {
    const int slot = base + lane;
    const bool used = slot < a.ring && slotTokens[slot] > 0;
    const u32 same = __ballot_sync(ALL_LANES, used && slotRow[slot] == row);
    const u32 unused = __ballot_sync(ALL_LANES, slot < a.ring && !used);
    if (same != 0) {
      found = base + __ffs((int)same) - 1;
    } else if (open < 0 && unused != 0) {
      open = base + __ffs((int)unused) - 1;
    }
  }
  if (lane == 0) {
    const int slot = found >= 0 ? found : open;
    a.plans[at] = (slot << 2) | (found >= 0 ? 0 : LOAD);
    slotRow[slot] = row;
    slotTokens[slot]++;
  }
  __syncwarp();
}

// A token leaves the window; the last one of its row has it written back.
__device__ inline void leave(const PrepareArguments& a, size_t at, int* slotTokens, int lane) {
  if (lane == 0) {
    const int plan = a.plans[at];
    if (--slotTokens[plan >> 2] == 0) {
      a.plans[at] = plan | STORE;
    }
  }
  __syncwarp();
}

__device__ inline void plan_sentence(
    const PrepareArguments& a, size_t begin, size_t end, int* slotRow, int* slotTokens, int lane) {
  for (int slot = lane; slot < a.ring; slot += 32) {
    slotTokens[slot] = 0;
  }
  __syncwarp();
  const size_t ring = (size_t)a.ring;
  for (size_t token = begin; token < end; token++) {
    if (token >= begin + ring) {
      leave(a, token - ring, slotTokens, lane);
    }
    enter(a, token, slotRow, slotTokens, lane);
  }
  for (size_t token = end > begin + ring ? end - ring : begin; token < end; token++) {
    leave(a, token, slotTokens, lane);
  }
}

extern "C" __global__ void __launch_bounds__(32) prepare_walks(const PrepareArguments a) {
  STRIDER_DYNAMIC_SHARED(int, slots);
  const int lane = threadIdx.x;
  for (int walk = blockIdx.x; walk < a.walks; walk += gridDim.x) {
    const int kept = compact(a, walk, lane);
    if (lane == 0) {
      a.kept[walk] = kept;
    }
    const size_t first = (size_t)walk * a.stride;
    for (int begin = 0; a.ring > 0 && begin < kept; begin += a.sentenceTokens) {
      const int end = min(kept, begin + a.sentenceTokens);
      plan_sentence(a, first + begin, first + end, slots, slots + a.ring, lane);
    }
  }
}
