/**
 * Which part of the tables is on which device when, for tables larger than a device's memory or for several devices
 * (GraphVite: Zhu, Xu, Qu, Tang 2019). Plain arithmetic over numbers of rows and bytes: no trainer uses it yet, the GPU
 * trainer refuses tables that its device cannot hold. Immutable and thread-safe; imports {@code common}.
 */
@NullMarked
package io.strider.runtime.train.block;

import org.jspecify.annotations.NullMarked;
