/**
 * Skip-gram with negative sampling (Mikolov et al. 2013) over waves of walks. Data come from {@code corpus}
 * (waves, vocabulary, negative table) and go to whoever reads the {@link
 * io.strider.runtime.train.EmbeddingTable}s.
 *
 * <p>From the outside in: a trainer keeps the order of waves; a team of threads works through each in rounds of
 * bundles of walks; a bundle's rows are trained block by block, by a kernel in plain Java or in vectors of 256 or
 * 512 bits: in the tables where no other bundle of the round has the row, else in copies, whose changes are added to
 * the tables in walk order. The result is a
 * pure function of corpus and parameters, whatever the threads, the vectors or the compiler (hogwild excepted).
 * Imports {@code corpus}, {@code random} and {@code common}.
 */
@NullMarked
package io.strider.runtime.train;

import org.jspecify.annotations.NullMarked;
