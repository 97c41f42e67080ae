/**
 * Seeded graph generators and the text files they are written to. Every graph is a pure function of its parameters and
 * seed: the same edges in the same order on any machine and for any number of threads (counter-based randomness,
 * {@code StrictMath}). Generators draw on the common pool where edges are independent and hand edges over on the
 * caller's thread. Imports {@code io.strider.runtime} only.
 */
@NullMarked
package io.strider.simulation.generate;

import org.jspecify.annotations.NullMarked;
