// The product's kernels, as they are, behind one C function that Java calls.
#include "fibers.h"

#include "common.cuh"

namespace prepare {
#include "prepare_walks.cu"
}
namespace skipgram {
#include "train_walks.cu"
}

#include "fibers.cpp"

extern "C" int kernels_launch(
    const char* name, int grid, int block, int sharedBytes, const void* arguments, uint64_t seed, int blocksAtOnce,
    char* message, int messageBytes) {
  const fibers::Launch launch{grid, block, sharedBytes, seed, blocksAtOnce};
  const std::string kernel(name);
  try {
    auto train = [&](void (*function)(const skipgram::TrainArguments)) {
      const auto& a = *static_cast<const skipgram::TrainArguments*>(arguments);
      fibers::run(launch, [&] { function(a); });
    };
    if (kernel == "prepare_walks") {
      const auto& a = *static_cast<const prepare::PrepareArguments*>(arguments);
      fibers::run(launch, [&] { prepare::prepare_walks(a); });
    } else if (kernel == "train_walks_1") {
      train(skipgram::train_walks_1);
    } else if (kernel == "train_walks_2") {
      train(skipgram::train_walks_2);
    } else if (kernel == "train_walks_4") {
      train(skipgram::train_walks_4);
    } else if (kernel == "train_walks_bf16_1") {
      train(skipgram::train_walks_bf16_1);
    } else if (kernel == "train_walks_bf16_2") {
      train(skipgram::train_walks_bf16_2);
    } else if (kernel == "train_walks_bf16_4") {
      train(skipgram::train_walks_bf16_4);
    } else {
      throw std::runtime_error("no kernel " + kernel);
    }
    return 0;
  } catch (const std::exception& e) {
    std::snprintf(message, (size_t)messageBytes, "%s", e.what());
    return 1;
  }
}

// Bytes of the argument structures, for the test that holds Java's layout to them.
extern "C" int kernels_argument_bytes(int train) {
  return train ? (int)sizeof(skipgram::TrainArguments) : (int)sizeof(prepare::PrepareArguments);
}
