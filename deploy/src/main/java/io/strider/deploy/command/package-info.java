/**
 * The {@code strider} command: one class a subcommand, each of which reads its options, calls the stages of
 * {@code runtime} through the engine of {@code actors}, and publishes its files together. Results go to standard output
 * or files, everything else to standard error. One command a process, on the main thread; a signal sets the
 * cancellation. Imports everything; nothing imports it.
 */
@NullMarked
package io.strider.deploy.command;

import org.jspecify.annotations.NullMarked;
