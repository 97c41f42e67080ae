/**
 * The programmatic API: {@link io.strider.actors.api.Strider} is an extension of the user's own actor system that takes a job
 * and gives a handle with progress, cancellation and result; walks also come as a stream. Each job runs on a thread of its own
 * through an engine of {@code io.strider.actors} on that system. Everything that a user is handed is immutable or safe
 * from any thread. The guide is {@code docs/API.md}.
 */
@NullMarked
package io.strider.actors.api;

import org.jspecify.annotations.NullMarked;
