/**
 * Complete walks on their way from the walkers to the trainer: waves, the corpus hash, vertex counts and the
 * vocabulary with its negative-sampling table. Data come from {@code walk} and go to {@code train}.
 */
@NullMarked
package io.strider.runtime.corpus;

import org.jspecify.annotations.NullMarked;
