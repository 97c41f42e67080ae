/**
 * Vector files and look-ups in them: writers and readers for the word2vec text and binary formats and for NumPy's npy,
 * and exact nearest neighbours. Data come from {@code train} and go to files; {@code evaluate} reads them back. Sets of
 * vectors are immutable and safe to read from any thread. Imports {@code common}, {@code graph}, {@code corpus},
 * {@code train}, {@code output}, {@code progress} and {@code random}.
 */
@NullMarked
package io.strider.runtime.vectors;

import org.jspecify.annotations.NullMarked;
