/**
 * Text to graph: edge lists and Matrix Market files, plain, gzip or Zstandard, become a {@code Graph} with dense ids
 * in vertex order and labels off the heap. Bytes flow raw stream → decompression → windows of whole lines → line
 * format → label index and edge list → rows → order → graph. One call uses one thread, the caller's. Imports
 * {@code common}, {@code graph} and {@code time}.
 */
@NullMarked
package io.strider.runtime.ingest;

import org.jspecify.annotations.NullMarked;
