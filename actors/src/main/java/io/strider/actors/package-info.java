/**
 * The engine: starts Strider's actors, on an actor system of its own or on one that it is given, and runs jobs on them
 * for a thread that waits. Data come from a graph of {@code runtime} and go to tables of {@code runtime}.
 * {@code io.strider.actors.api} is what programs use.
 */
@NullMarked
package io.strider.actors;

import org.jspecify.annotations.NullMarked;
