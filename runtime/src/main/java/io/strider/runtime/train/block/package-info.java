/**
 * Which part of the tables is on which device when, for tables larger than a device's memory or for several devices
 * (GraphVite: Zhu, Xu, Qu, Tang 2019). Plain arithmetic over numbers of rows and bytes, which the GPU trainer
 * carries out. Immutable and thread-safe; imports {@code common}.
 */
@NullMarked
package io.strider.runtime.train.block;

import org.jspecify.annotations.NullMarked;
