/**
 * How good vectors are at the two tasks of the node2vec paper (Grover, Leskovec, KDD 2016, section 4): classifying
 * vertices by one-vs-rest logistic regression, and predicting hidden edges. Data come from {@code train} or from files
 * by way of {@code vectors}, and labels files. Everything is seeded and gives the same numbers for any number of threads.
 * Imports {@code common}, {@code graph}, {@code corpus}, {@code random}, {@code train}, {@code vectors}, {@code progress}
 * and liblinear.
 */
@NullMarked
package io.strider.runtime.evaluate;

import org.jspecify.annotations.NullMarked;
