/**
 * The graph in memory: dense vertex ids in vertex order, sorted rows (CSR), labels off the heap, and the
 * arithmetic that says which partition owns an id. Data come from {@code ingest} and go to {@code walk}.
 * Graphs are immutable once built and safe to read from any thread. Imports {@code common} and {@code random}.
 */
@NullMarked
package io.strider.runtime.graph;

import org.jspecify.annotations.NullMarked;
