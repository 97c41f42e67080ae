/**
 * Counter-based randomness: every draw is a pure function of (seed, purpose, counters), so results do not
 * depend on threads, partitions or order; and the construction of alias tables. Imports nothing of Strider. Stateless and thread-safe.
 */
@NullMarked
package io.strider.runtime.random;

import org.jspecify.annotations.NullMarked;
