// train_walks_K / train_walks_bf16_K: skip-gram with negative sampling over prepared walks, in place, without order.
//
// Work     One block a walk (blocks take walks blockIdx.x, + gridDim.x, ...), of 32 threads a warp and as many warps as a
//          row needs: thread t holds the K floats K*t ... K*t+K-1 of every row that it touches, K = 1, 2 or 4, rows of
//          up to 2,048 floats (16 warps). A thread reads and writes no other thread's floats, so only scalar
//          products cross lanes; they are the only places where threads wait.
// Tables   vectors, contexts: [rows][rowFloats], row-major, float32 or bfloat16 (rounded stochastically);
//          rowFloats is D rounded up to 16, the padding is zero and stays so.
// Parts    Tables larger than the device are trained in blocks (GraphVite: Zhu, Xu, Qu, Tang 2019): here are rows
//          r = vertexPart (mod parts) of the vertex table and r = contextPart (mod parts) of the context table, row r at place
//          r / parts; io.strider.runtime.train.block.BlockPlan says which when. Trained are the centres whose context row is
//          here, against those of their contexts whose vertex row is here, in groups of up to 4 of these. A negative that
//          is drawn stands for the row of its stripe of `parts` rows that is here: rows are in the order of their counts, so
//          the negatives of a part follow the counts as those of the whole do. One part: everything is here.
// Shared   (2 * window + 1) * rowFloats floats, the vertex rows of the window (cached = 1; else 0 and the rows are read
//          and written where they are used), then 2 * warps * 32 floats, partial sums (0 for one warp).
//          D = 128, window 10: 10,752 bytes.
// Step     Up to 4 contexts of one centre against 6 outputs (the centre and 5 negatives, or 6 negatives): io.strider.
//          runtime.train.BlockKernel, which says why it is exact. Its 30 scalar products are summed over the warp
//          together: 31 shuffles leave product (context c, output d) in lane 8 c + d, products of two contexts in
//          the lanes that are left.
// Rows     A vertex row is read once when it enters the window and written once when it leaves (FULL-W2V: Randall,
//          Allen, Ge 2021). The centre's context row stays in registers for all its contexts. Negatives are shared by 4
//          contexts, read once and written once.
// Draws    The CPU's (TrainingDraws): window, pool of negatives of a bundle of walks, picks. The pool is not stored: an
//          entry is a pure function of its index.
// Order    Rows are written back whole by whoever had them last (Hogwild: Niu et al. 2011); two walks at once may lose
//          each other's changes to a row, never tear the arithmetic of one. One block at a time is the CPU's
//          sequential training.
// Cost     a token, D floats, window w (c = w + 1 contexts on average, in g groups of up to 4), n negatives: 2 D (2 + n g) cells
//          of table traffic, D c (2 (n + 1) + 3 + 4 (n + 1)) flops. D = 128, w = 10, n = 5 (c = 11, g = 3): 17.4 KB in
//          float32, 54.9 kflop.
// Registers (NVIDIA's compilers for sm_80 to sm_90; held to by KernelResourcesTest): at most 128, no spills.

#include "common.cuh"

static const int CONTEXTS = 4;
static const int OUTPUTS = 6;
static const int LOAD = 1;
static const int STORE = 2;
static const int MAX_POOL_BITS = 10;
static const int WALKS_PER_SAMPLE = 4;
static const float MAX_ELEMENT = 1e4f;

// One layout for both cell types; io.strider.gpu.TrainArguments writes it.
struct TrainArguments {
  void* vectors;
  void* contexts;
  const u64* negatives;  // alias table: threshold in the upper half, alias in the lower
  const int* rows;
  const int* positions;
  const int* plans;
  const int* kept;
  double* loss;      // [0] summed loss of sampled pairs (nats)
  u64* lossPairs;    // [0] how many
  int* diverged;     // [0] 0, or 1 + a row that left the sane range
  u64 drawsKey;
  long long epochStream;  // epoch * walks of an epoch
  long long firstWalk;    // id of the first walk here; a multiple of walksPerBundle
  double firstRate;
  double lastRate;
  double plannedWalks;  // of all epochs
  int walks;
  int stride;
  int rowFloats;
  int vocabulary;
  int window;
  int negativeSamples;
  int sentenceTokens;
  int walksPerBundle;
  int cached;
  int parts;
  int vertexPart;
  int contextPart;
};

template <int K>
struct __align__(4 * K) Piece {
  float v[K];
};

struct Bfloat16 {
  unsigned short bits;
};

template <int K>
struct __align__(2 * K) Piece16 {
  Bfloat16 v[K];
};

template <int K>
__device__ inline Piece<K> zero() {
  Piece<K> piece;
#pragma unroll
  for (int k = 0; k < K; k++) {
    piece.v[k] = 0.0f;
  }
  return piece;
}

template <int K>
__device__ inline Piece<K> load(const float* at) {
  return *reinterpret_cast<const Piece<K>*>(at);
}

// Rows of the tables are read past the multiprocessor's own cache, which would not notice what other blocks wrote.
template <int BYTES>
struct Raw;
template <>
struct Raw<2> {
  typedef unsigned short Type;
};
template <>
struct Raw<4> {
  typedef u32 Type;
};
template <>
struct Raw<8> {
  typedef uint2 Type;
};
template <>
struct Raw<16> {
  typedef uint4 Type;
};

template <class P>
__device__ inline P fetch_raw(const void* at) {
  union {
    typename Raw<sizeof(P)>::Type raw;
    P piece;
  };
  raw = __ldcg(static_cast<const typename Raw<sizeof(P)>::Type*>(at));
  return piece;
}

template <int K>
__device__ inline Piece<K> fetch(const float* at) {
  return fetch_raw<Piece<K>>(at);
}

template <int K>
__device__ inline Piece<K> fetch(const Bfloat16* at) {
  const Piece16<K> packed = fetch_raw<Piece16<K>>(at);
  Piece<K> piece;
#pragma unroll
  for (int k = 0; k < K; k++) {
    piece.v[k] = __uint_as_float((u32)packed.v[k].bits << 16);
  }
  return piece;
}

template <int K>
__device__ inline void store(float* at, const Piece<K>& piece, u64) {
  *reinterpret_cast<Piece<K>*>(at) = piece;
}

// Rounds up with the probability of what is cut off, so that changes below half a unit are not all lost.
template <int K>
__device__ inline void store(Bfloat16* at, const Piece<K>& piece, u64 random) {
  Piece16<K> packed;
#pragma unroll
  for (int k = 0; k < K; k++) {
    const u32 bits = __float_as_uint(piece.v[k]);
    const bool finite = (bits & 0x7F800000u) != 0x7F800000u;
    packed.v[k].bits = (unsigned short)((bits + (finite ? (u32)(random >> (16 * k)) & 0xFFFFu : 0u)) >> 16);
  }
  *reinterpret_cast<Piece16<K>*>(at) = packed;
}

// label - sigma(x), io.strider.runtime.train.Sigmoid; 0 for a settled score.
__device__ inline float residual(float x, float target) {
  const float s = x * x;
  if (s >= 36.0f) {
    return 0.0f;
  }
  const float s2 = s * s;
  const float low = fmaf(s2, fmaf(0.000109285334f, s, -0.00169195444f), fmaf(0.0200894009f, s, -0.249569893f));
  const float high = fmaf(s2, fmaf(1.27155951e-11f, s, -1.98716998e-09f), fmaf(1.31002423e-07f, s, -4.7955109e-06f));
  return fmaf(x, fmaf(s2 * s2, high, low), target);
}

// Lane of the scalar product of contexts c and e < c.
__device__ constexpr int between(int c, int e) { return c == 1 ? 14 : c == 2 ? 22 + e : e == 2 ? 6 : 30 + e; }

__device__ inline int pool_bits(int tokens, int negatives) {
  const long long wanted = max(1LL, (long long)tokens * negatives);
  return min(MAX_POOL_BITS, 64 - __clzll(wanted - 1));
}

// What a thread of one walk keeps.
template <int K, class Cell>
struct Worker {
  const TrainArguments& a;
  float* window;   // shared: the vertex rows of the window
  float* partial;  // shared: sums of each warp
  const int lane;
  const int warp;
  const int warps;
  const int first;    // this thread's first float of a row
  const bool active;  // whether the row has it
  int parity;
  u64 tick;
  double loss;
  u64 lossPairs;
  // of the walk
  size_t base;
  u64 stream;
  float rate;
  // of the sentence
  u64 poolStream;
  int sentence;
  int poolBits;

  __device__ Worker(const TrainArguments& arguments, float* shared)
      : a(arguments),
        window(shared),
        partial(shared + (arguments.cached ? (size_t)(2 * arguments.window + 1) * arguments.rowFloats : 0)),
        lane(threadIdx.x & 31),
        warp(threadIdx.x >> 5),
        warps(blockDim.x >> 5),
        first(threadIdx.x * K),
        active((int)threadIdx.x * K < arguments.rowFloats),
        parity(0),
        tick(0),
        loss(0),
        lossPairs(0) {}

  __device__ Cell* table(void* of, int row) const {
    const int place = a.parts == 1 ? row : row / a.parts;
    return (Cell*)of + (size_t)place * a.rowFloats + first;
  }

  __device__ bool vertex_here(int token) const {
    return a.parts == 1 || a.rows[base + token] % a.parts == a.vertexPart;
  }

  __device__ bool context_here(int row) const { return a.parts == 1 || row % a.parts == a.contextPart; }

  // The row of the same stripe that is here; of the stripe before where the last one has none.
  __device__ int negative_here(int row) const {
    if (a.parts == 1) {
      return row;
    }
    const int here = row - row % a.parts + a.contextPart;
    return here < a.vocabulary ? here : here - a.parts;
  }

  __device__ Piece<K> read(void* of, int row) const { return active ? fetch<K>(table(of, row)) : zero<K>(); }

  __device__ void write(void* of, int row, const Piece<K>& piece) {
    if (active) {
      u64 random = 0;
      if (sizeof(Cell) == 2) {
        random = draw(stream ^ 0x5555555555555555ull, tick++ * blockDim.x + threadIdx.x);
      }
      store<K>(table(of, row), piece, random);
      if (!(fabsf(piece.v[0]) <= MAX_ELEMENT)) {
        *a.diverged = row + 1;
      }
    }
  }

  // Vertex rows: of the window where it is cached, else of the table.
  __device__ Piece<K> vertex(int token) const {
    if (a.cached) {
      return active ? load<K>(window + (size_t)(a.plans[base + token] >> 2) * a.rowFloats + first) : zero<K>();
    }
    return read(a.vectors, a.rows[base + token]);
  }

  __device__ void set_vertex(int token, const Piece<K>& piece) {
    if (!a.cached) {
      write(a.vectors, a.rows[base + token], piece);
    } else if (active) {
      store<K>(window + (size_t)(a.plans[base + token] >> 2) * a.rowFloats + first, piece, 0);
    }
  }

  __device__ void enter(int token) {
    const int plan = a.plans[base + token];
    if ((plan & LOAD) && active && vertex_here(token)) {
      store<K>(window + (size_t)(plan >> 2) * a.rowFloats + first, read(a.vectors, a.rows[base + token]), 0);
    }
  }

  __device__ void leave(int token) {
    if ((a.plans[base + token] & STORE) && vertex_here(token)) {
      write(a.vectors, a.rows[base + token], vertex(token));
    }
  }

  // Lanes that differ in one bit share out 2 HALF sums between them: each gives away one half and keeps the other.
  template <int HALF>
  __device__ void fold(float (&p)[32]) const {
    const bool upper = (lane & HALF) != 0;
#pragma unroll
    for (int i = 0; i < HALF; i++) {
      const float send = upper ? p[i] : p[i + HALF];
      const float keep = upper ? p[i + HALF] : p[i];
      p[i] = keep + __shfl_xor_sync(ALL_LANES, send, HALF);
    }
  }

  // Sums 32 values over the block; lane l gets the sum of p[l]. p is used up.
  __device__ float sum_by_lane(float (&p)[32]) {
    fold<16>(p);
    fold<8>(p);
    fold<4>(p);
    fold<2>(p);
    fold<1>(p);
    if (warps == 1) {
      return p[0];
    }
    float* sums = partial + parity * warps * 32;
    parity ^= 1;  // whoever writes this half again has seen everybody past the next barrier
    sums[warp * 32 + lane] = p[0];
    __syncthreads();
    float sum = 0.0f;
    for (int w = 0; w < warps; w++) {
      sum += sums[w * 32 + lane];
    }
    return sum;
  }

  // One step: contexts x[0..n) in order against the outputs; weight and target are this lane's output's.
  __device__ void step(
      Piece<K> (&x)[CONTEXTS], Piece<K> (&o)[OUTPUTS], int n, float weight, float target, bool sampled) {
    float p[32];
#pragma unroll
    for (int c = 0; c < CONTEXTS; c++) {
#pragma unroll
      for (int d = 0; d < 8; d++) {
        p[c * 8 + d] = 0.0f;
      }
    }
#pragma unroll
    for (int c = 0; c < CONTEXTS; c++) {
#pragma unroll
      for (int k = 0; k < K; k++) {
#pragma unroll
        for (int d = 0; d < OUTPUTS; d++) {
          p[c * 8 + d] = fmaf(x[c].v[k], o[d].v[k], p[c * 8 + d]);
        }
#pragma unroll
        for (int e = 0; e < c; e++) {
          p[between(c, e)] = fmaf(x[c].v[k], x[e].v[k], p[between(c, e)]);
        }
      }
    }
    const float product = sum_by_lane(p);
    const int c = lane >> 3;
    const int d = lane & 7;
    float score = product;
    float gradient = c == 0 ? residual(score, target) * weight : 0.0f;
#pragma unroll
    for (int e = 0; e < CONTEXTS - 1; e++) {
      const float earlier = __shfl_sync(ALL_LANES, gradient, e * 8 + d);
      const float inner = __shfl_sync(ALL_LANES, product, c > e ? between(c, e) : 0);
      if (c > e) {
        score = fmaf(earlier, inner, score);
      }
      if (c == e + 1 && c < n) {
        gradient = residual(score, target) * weight;
      }
    }
    if (sampled && weight > 0.0f && c < n && warp == 0) {
      loss -= weight / rate * logf(fmaxf(1e-9f, 1.0f - fabsf(gradient) / weight));
    }
#pragma unroll
    for (int i = 0; i < CONTEXTS; i++) {
      if (i < n) {
        Piece<K> y = x[i];
#pragma unroll
        for (int j = 0; j < OUTPUTS; j++) {
          const float g = __shfl_sync(ALL_LANES, gradient, i * 8 + j);
#pragma unroll
          for (int k = 0; k < K; k++) {
            y.v[k] = fmaf(g, o[j].v[k], y.v[k]);
            o[j].v[k] = fmaf(g, x[i].v[k], o[j].v[k]);
          }
        }
        x[i] = y;
      }
    }
  }

  // The row of this lane's output d = lane % 8, or -1: the centre first where it takes part, then the picked negatives.
  __device__ int output_row(int centreRow, u64 bits, int picks, bool withPositive) const {
    const int d = lane & 7;
    const int pick = d - (withPositive ? 1 : 0);
    if (pick < 0) {
      return centreRow;
    }
    if (pick >= picks) {
      return -1;
    }
    const int index = (int)(bits >> (pick * poolBits)) & ((1 << poolBits) - 1);
    const u64 drawn = draw(poolStream, counter_of(-1 - sentence, index));
    const int row = (int)bounded(drawn, (u64)a.vocabulary);
    const u64 fraction = (drawn * (u64)a.vocabulary) >> 32;
    const u64 entry = a.negatives[row];
    const int negative = negative_here(fraction < (entry >> 32) ? row : (int)(u32)entry);
    return negative == centreRow ? -1 : negative;
  }

  // The first token from `token` on that is a context of the centre and here; behind the window if there is none.
  __device__ int context_from(int token, int centre, int end) const {
    while (token < end && (token == centre || !vertex_here(token))) {
      token++;
    }
    return token;
  }

  // Some contexts of a centre, from token `from` on, against the outputs, in runs of different rows.
  __device__ void runs(
      Piece<K> (&o)[OUTPUTS], int from, int centre, int end, int contexts, float weight, float target, bool sampled) {
    int token = from;
    int left = contexts;
    while (left > 0) {
      int tokens[CONTEXTS];
      int rows[CONTEXTS];
      int n = 0;
#pragma unroll
      for (int c = 0; c < CONTEXTS; c++) {
        const bool open = n == c && c < left;
        tokens[c] = token;
        rows[c] = open ? a.rows[base + token] : -1;
        bool fresh = open;
#pragma unroll
        for (int e = 0; e < c; e++) {
          fresh = fresh && rows[e] != rows[c];
        }
        if (fresh) {
          n++;
          token = context_from(token + 1, centre, end);
        }
      }
      Piece<K> x[CONTEXTS];
#pragma unroll
      for (int c = 0; c < CONTEXTS; c++) {
        x[c] = c < n ? vertex(tokens[c]) : zero<K>();
      }
      step(x, o, n, weight, target, sampled);
#pragma unroll
      for (int c = 0; c < CONTEXTS; c++) {
        if (c < n) {
          set_vertex(tokens[c], x[c]);
        }
      }
      left -= n;
    }
  }

  // One group of contexts and one block of outputs; the first block begins with the positive.
  __device__ void block(
      Piece<K>& positive, bool withPositive, int picks, u64 bits, int from, int centre, int end, int contexts,
      bool sampled) {
    const int centreRow = a.rows[base + centre];
    const int row = output_row(centreRow, bits, picks, withPositive);
    const int d = lane & 7;
    int rows[OUTPUTS];
    bool repeated = false;
    int multiplicity = 0;
#pragma unroll
    for (int j = 0; j < OUTPUTS; j++) {
      rows[j] = __shfl_sync(ALL_LANES, row, j);
      repeated = repeated || (j < d && rows[j] == row);
      multiplicity += rows[j] == row ? 1 : 0;
    }
    const bool present = d < OUTPUTS && row >= 0 && !repeated;
    const u32 used = __ballot_sync(ALL_LANES, present);
    Piece<K> o[OUTPUTS];
#pragma unroll
    for (int j = 0; j < OUTPUTS; j++) {
      const bool kept = j == 0 && withPositive;
      o[j] = kept ? positive : (used >> j & 1) ? read(a.contexts, rows[j]) : zero<K>();
    }
    const float weight = present ? rate * (float)multiplicity : 0.0f;
    runs(o, from, centre, end, contexts, weight, withPositive && d == 0 ? 0.5f : -0.5f, sampled);
#pragma unroll
    for (int j = 0; j < OUTPUTS; j++) {
      if (j == 0 && withPositive) {
        positive = o[0];
      } else if (used >> j & 1) {
        write(a.contexts, rows[j], o[j]);
      }
    }
  }

  __device__ void train_centre(int centre, int begin, int end, bool sampled) {
    const int centreRow = a.rows[base + centre];
    if (!context_here(centreRow)) {
      return;
    }
    const int position = a.positions[base + centre];
    const int reach = 1 + (int)bounded(draw(stream, counter_of(position, 0)), (u64)a.window);
    const int windowEnd = min(end, centre + reach + 1);
    int token = context_from(max(begin, centre - reach), centre, windowEnd);
    if (token >= windowEnd) {
      return;
    }
    const int blocks = a.negativeSamples / OUTPUTS + 1;
    Piece<K> positive = read(a.contexts, centreRow);
    for (int group = 0; token < windowEnd; group++) {
      int contexts = 1;
      int behind = context_from(token + 1, centre, windowEnd);
      while (contexts < CONTEXTS && behind < windowEnd) {
        behind = context_from(behind + 1, centre, windowEnd);
        contexts++;
      }
      int left = a.negativeSamples;
      for (int b = 0; b < blocks; b++) {
        const int picks = min(left, b == 0 ? OUTPUTS - 1 : OUTPUTS);
        left -= picks;
        const u64 bits = draw(stream, counter_of(position, 1 + group * blocks + b));
        block(positive, b == 0, picks, bits, token, centre, windowEnd, contexts, sampled);
      }
      lossPairs += sampled ? contexts : 0;
      token = behind;
    }
    write(a.contexts, centreRow, positive);
  }

  __device__ void train_sentence(long long walk, int begin, int end) {
    const int tokens = end - begin;
    const int sampled = walk % WALKS_PER_SAMPLE == 0 ? begin + (int)(walk / WALKS_PER_SAMPLE % tokens) : -1;
    const int reach = a.window;
    for (int token = begin; a.cached && token < min(end, begin + reach); token++) {
      enter(token);
    }
    for (int centre = begin; centre < end; centre++) {
      if (a.cached && centre - reach - 1 >= begin) {
        leave(centre - reach - 1);
      }
      if (a.cached && centre + reach < end) {
        enter(centre + reach);
      }
      train_centre(centre, begin, end, centre == sampled);
    }
    for (int token = max(begin, end - 1 - reach); a.cached && token < end; token++) {
      leave(token);
    }
  }

  __device__ void train_walk(int index) {
    const long long walk = a.firstWalk + index;
    const int bundle = index - index % a.walksPerBundle;
    const int bundleEnd = min(a.walks, bundle + a.walksPerBundle);
    const double progress = (double)(a.epochStream + walk) / a.plannedWalks;
    rate = (float)fmax(a.lastRate, a.firstRate + (a.lastRate - a.firstRate) * progress);
    base = (size_t)index * a.stride;
    stream = stream_of(a.drawsKey, a.epochStream + walk);
    poolStream = stream_of(a.drawsKey, a.epochStream + a.firstWalk + bundle);
    const int kept = a.kept[index];
    sentence = 0;
    for (int begin = 0; begin < kept; begin += a.sentenceTokens, sentence++) {
      const int end = min(kept, begin + a.sentenceTokens);
      if (end - begin < 2) {
        break;
      }
      int longest = 0;
      for (int other = bundle; other < bundleEnd; other++) {
        longest = max(longest, min(a.sentenceTokens, a.kept[other] - begin));
      }
      poolBits = pool_bits(longest, a.negativeSamples);
      train_sentence(walk, begin, end);
    }
  }

  __device__ void report() {
#pragma unroll
    for (int half = 16; half > 0; half /= 2) {
      loss += __shfl_xor_sync(ALL_LANES, loss, half);
    }
    if (threadIdx.x == 0 && lossPairs > 0) {
      atomicAdd(a.loss, loss);
      atomicAdd(a.lossPairs, lossPairs);
    }
  }
};

template <int K, class Cell>
__device__ inline void train(const TrainArguments& a) {
  STRIDER_DYNAMIC_SHARED(float4, shared);
  Worker<K, Cell> worker(a, (float*)shared);
  for (int walk = blockIdx.x; walk < a.walks; walk += gridDim.x) {
    worker.train_walk(walk);
  }
  worker.report();
}

extern "C" __global__ void __launch_bounds__(32, 16) train_walks_1(const TrainArguments a) { train<1, float>(a); }
extern "C" __global__ void __launch_bounds__(32, 16) train_walks_2(const TrainArguments a) { train<2, float>(a); }
extern "C" __global__ void __launch_bounds__(512, 1) train_walks_4(const TrainArguments a) { train<4, float>(a); }
extern "C" __global__ void __launch_bounds__(32, 16) train_walks_bf16_1(const TrainArguments a) { train<1, Bfloat16>(a); }
extern "C" __global__ void __launch_bounds__(32, 16) train_walks_bf16_2(const TrainArguments a) { train<2, Bfloat16>(a); }
extern "C" __global__ void __launch_bounds__(512, 1) train_walks_bf16_4(const TrainArguments a) {
  train<4, Bfloat16>(a);
}
