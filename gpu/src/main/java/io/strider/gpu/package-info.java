/**
 * Skip-gram training on one CUDA device, behind {@link io.strider.runtime.train.SkipGramTrainer}. Waves come from the
 * caller, go through page-locked buffers to the device and are trained there by the kernels beside this package's
 * classes ({@code kernels/*.cu}); the tables come back when they are asked for.
 *
 * <p>A trainer is used by one thread at a time and starts none. Imports {@code runtime} and {@code gpu.driver}.
 */
@NullMarked
package io.strider.gpu;

import org.jspecify.annotations.NullMarked;
