/**
 * The programmatic API: starts Strider's actors inside this process and runs jobs on them. Data come from a graph of
 * {@code runtime} and go to tables of {@code runtime}.
 */
@NullMarked
package io.strider.actors;

import org.jspecify.annotations.NullMarked;
