/**
 * Skip-gram with negative sampling (Mikolov et al. 2013) over waves of walks: the trainer interface, a scalar
 * reference, and SIMD kernels. Data come from {@code corpus} and go to {@code vectors}.
 */
@NullMarked
package io.strider.runtime.train;

import org.jspecify.annotations.NullMarked;
