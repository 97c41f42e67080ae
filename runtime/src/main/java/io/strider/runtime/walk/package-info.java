/**
 * Random walks over partitions of a graph: exact second-order sampling in staged batches, walkers that hop between
 * partitions, and the waves that collect their trails. Data come from {@code graph} and go to {@code corpus}. Plain
 * logic without threads of its own; the actors around it live in another module.
 */
@NullMarked
package io.strider.runtime.walk;

import org.jspecify.annotations.NullMarked;
