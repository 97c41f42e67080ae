/**
 * How a run fits the memory it may use: bytes as formulas, and the wave size that follows from what is left. Imports the
 * packages whose structures it adds up.
 */
@NullMarked
package io.strider.runtime.plan;

import org.jspecify.annotations.NullMarked;
