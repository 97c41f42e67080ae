#include "fibers.h"

#include <thread>

#if !defined(__x86_64__)
#include <ucontext.h>
#endif

namespace fibers {

namespace {

constexpr size_t MARGIN_DOUBLES = 16;

struct Scheduler;
thread_local Scheduler* scheduler = nullptr;

#if defined(__x86_64__)
// Saves what a call must keep, changes stacks, restores. ucontext makes two system calls for the signal mask.
extern "C" void fibers_switch(void** from, void* to);
asm(R"(
.text
.globl fibers_switch
.type fibers_switch, @function
fibers_switch:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size fibers_switch, .-fibers_switch
)");
#else
void fibers_switch(void** from, void* to) {
  ucontext_t here;
  *from = &here;
  swapcontext(&here, static_cast<ucontext_t*>(to));
}
#endif

void enterFiber();

struct Scheduler {
  const Launch& launch;
  const std::function<void()>& kernel;
  std::vector<Fiber*> runnable;
  std::vector<std::unique_ptr<Block>> blocks;
  Fiber* now = nullptr;
  void* home = nullptr;
  uint64_t random;
  std::string failure;
  int nextBlock = 0;
#if !defined(__x86_64__)
  std::vector<std::unique_ptr<ucontext_t>> contexts;
#endif

  Scheduler(const Launch& l, const std::function<void()>& k) : launch(l), kernel(k), random(l.seed) {}

  uint64_t draw() {
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    return random;
  }

  void prepare(Fiber& fiber) {
    fiber.stack.reset(new char[STACK_BYTES]);
#if defined(__x86_64__)
    uintptr_t top = reinterpret_cast<uintptr_t>(fiber.stack.get() + STACK_BYTES) & ~uintptr_t(15);
    void** sp = reinterpret_cast<void**>(top);
    *--sp = nullptr;  // where enterFiber would return to; it never does
    *--sp = reinterpret_cast<void*>(&enterFiber);
    for (int i = 0; i < 6; i++) {
      *--sp = nullptr;
    }
    fiber.stackPointer = sp;
#else
    contexts.emplace_back(new ucontext_t);
    ucontext_t* context = contexts.back().get();
    getcontext(context);
    context->uc_stack.ss_sp = fiber.stack.get();
    context->uc_stack.ss_size = STACK_BYTES;
    context->uc_link = nullptr;
    makecontext(context, &enterFiber, 0);
    fiber.stackPointer = context;
#endif
  }

  void open() {
    auto block = std::make_unique<Block>();
    block->index.x = (unsigned)nextBlock++;
    block->fibers.resize((size_t)launch.block);
    block->warps.resize((size_t)launch.block / WARP);
    // Room on both sides: a kernel whose barrier was taken away may write a little beside its memory.
    size_t doubles = (size_t)launch.sharedBytes / sizeof(double) + 2 + 2 * MARGIN_DOUBLES;
    block->shared.reset(new double[doubles]);
    std::memset(block->shared.get(), 0xFF, doubles * sizeof(double));  // NaN: shared memory begins with anything
    for (int i = 0; i < launch.block; i++) {
      Fiber& fiber = block->fibers[(size_t)i];
      fiber.block = block.get();
      fiber.warp = &block->warps[(size_t)i / WARP];
      fiber.threadIndex.x = (unsigned)i;
      prepare(fiber);
      runnable.push_back(&fiber);
    }
    blocks.push_back(std::move(block));
  }

  void yield() { fibers_switch(&now->stackPointer, home); }

  void go() {
    while (true) {
      while ((int)blocks.size() < launch.blocksAtOnce && nextBlock < launch.grid) {
        open();
      }
      if (blocks.empty()) {
        return;
      }
      if (runnable.empty()) {
        throw std::runtime_error("deadlock: threads wait at a barrier that the others never reach");
      }
      size_t pick = launch.seed == 0 ? runnable.size() - 1 : (size_t)(draw() % runnable.size());
      std::swap(runnable[pick], runnable.back());
      now = runnable.back();
      runnable.pop_back();
      fibers_switch(&home, now->stackPointer);
      if (!failure.empty()) {
        throw std::runtime_error(failure);
      }
      if (now->done) {
        close(now->block);
      }
    }
  }

  void close(Block* block) {
    if (++block->finished == block->fibers.size()) {
      for (size_t i = 0; i < blocks.size(); i++) {
        if (blocks[i].get() == block) {
          blocks.erase(blocks.begin() + (long)i);
          return;
        }
      }
    }
  }
};

void enterFiber() {
  scheduler->kernel();
  scheduler->now->done = true;
  scheduler->yield();
}

}  // namespace

Fiber& current() { return *scheduler->now; }

Index blockDimensions() { return Index{(unsigned)scheduler->launch.block}; }

Index gridDimensions() { return Index{(unsigned)scheduler->launch.grid}; }

void* sharedMemory() {
  uintptr_t at = reinterpret_cast<uintptr_t>(current().block->shared.get() + MARGIN_DOUBLES);
  return reinterpret_cast<void*>((at + 15) & ~uintptr_t(15));
}

const uint64_t* exchange(Kind kind, uint64_t value) {
  Fiber& self = current();
  Warp& warp = *self.warp;
  const int set = (int)(self.exchanges++ & 1);
  if (warp.arrived[set] > 0 && warp.kinds[set] != kind) {
    scheduler->failure = "lanes of a warp meet at different operations";
    scheduler->yield();
  }
  warp.kinds[set] = kind;
  warp.values[set][self.threadIndex.x % WARP] = value;
  if (++warp.arrived[set] == WARP) {
    warp.arrived[set] = 0;
    Fiber* first = &self - self.threadIndex.x % WARP;
    for (int lane = 0; lane < WARP; lane++) {
      if (first + lane != &self) {
        scheduler->runnable.push_back(first + lane);
      }
    }
    if (scheduler->launch.seed != 0) {
      scheduler->runnable.push_back(&self);  // the last to arrive is not the first to go on
      scheduler->yield();
    }
  } else {
    scheduler->yield();
  }
  return warp.values[set];
}

void blockBarrier() {
  Fiber& self = current();
  Block& block = *self.block;
  if (++block.arrived == block.fibers.size()) {
    block.arrived = 0;
    for (Fiber& fiber : block.fibers) {
      scheduler->runnable.push_back(&fiber);
    }
  }
  scheduler->yield();
}

void run(const Launch& launch, const std::function<void()>& kernel) {
  if (launch.block % WARP != 0 || launch.block < WARP || launch.grid < 1) {
    throw std::runtime_error("blocks must be whole warps");
  }
  std::string failure;
  std::thread worker([&] {  // fibers change stacks: not on a stack that a JVM watches
    Scheduler own(launch, kernel);
    scheduler = &own;
    try {
      own.go();
    } catch (const std::exception& e) {
      failure = e.what();
    }
    scheduler = nullptr;
  });
  worker.join();
  if (!failure.empty()) {
    throw std::runtime_error(failure);
  }
}

}  // namespace fibers
