/**
 * How a stage tells the world that it gets on: {@link io.strider.runtime.progress.Monitor} bundles who listens, which
 * clock is read and who may cancel; {@link io.strider.runtime.progress.StageRun} is one run of one stage. Used by the
 * stages that run on the caller's thread. Imports {@code common} and {@code time}.
 */
@NullMarked
package io.strider.runtime.progress;

import org.jspecify.annotations.NullMarked;
