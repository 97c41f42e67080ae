/**
 * The actors of a walk: partitions and their lanes, the buffer that collects a wave, the coordinator that opens waves,
 * the consumer that takes them, and the run that owns them all. Each is a shell around logic of
 * {@code io.strider.runtime.walk}; batches travel between them as messages. Blocking work runs on dispatchers of its own.
 */
@NullMarked
package io.strider.actors.walk;

import org.jspecify.annotations.NullMarked;
