/**
 * Text to graph: edge lists and Matrix Market files, plain, gzip or Zstandard, become a {@code Graph} with dense ids
 * in vertex order and labels off the heap. Bytes flow raw stream → decompression → windows of whole lines, shared out to
 * threads → line format → label index and edge lists → degrees and order → rows → graph. One call uses the caller's thread and
 * as many more as it was given, which end with it. Imports {@code common}, {@code graph} and {@code time}.
 */
@NullMarked
package io.strider.runtime.ingest;

import org.jspecify.annotations.NullMarked;
