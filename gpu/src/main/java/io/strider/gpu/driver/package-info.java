/**
 * The CUDA driver as this module sees it: an interface with plain numbers and buffers, the one class that calls JCuda, and
 * the scope that owns what was taken from a device. Everything above can therefore run on a driver that a test
 * wrote. Callers use a context from one thread at a time. Imports {@code runtime}'s errors and JCuda, which nothing else
 * here does.
 */
@NullMarked
package io.strider.gpu.driver;

import org.jspecify.annotations.NullMarked;
