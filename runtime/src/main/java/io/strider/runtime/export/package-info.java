/**
 * Walks as files: a line a walk, or a compact binary form. Data come from {@code corpus} as waves and go to a stream that
 * the caller owns. Used by one thread. Imports {@code common}, {@code corpus} and {@code graph}.
 */
@NullMarked
package io.strider.runtime.export;

import org.jspecify.annotations.NullMarked;
