/**
 * Durable state of a run, so that it survives the process that drives it: who owns the run, what was counted, and the model
 * as it was after some wave. {@link io.strider.runtime.checkpoint.RunJournal} is the interface; {@link
 * io.strider.runtime.checkpoint.RunFolder} keeps it in a folder. Called by one thread a run; different runs may be at work
 * side by side. Imports {@code common}, {@code output}, {@code graph}, {@code corpus} and {@code random}.
 */
@NullMarked
package io.strider.runtime.checkpoint;

import org.jspecify.annotations.NullMarked;
