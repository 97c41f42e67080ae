/**
 * What a driver keeps for a while in the folder that it shares with nodes and other drivers. {@link
 * io.strider.runtime.workspace.DriverFolder} is thread-safe, and safe against other processes that use the same workspace. Imports
 * {@code common} and {@code checkpoint} (its lock).
 */
@NullMarked
package io.strider.runtime.workspace;

import org.jspecify.annotations.NullMarked;
