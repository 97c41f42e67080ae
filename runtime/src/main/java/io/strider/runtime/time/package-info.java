/**
 * The one place that reads clocks. Everything else is handed a {@link io.strider.runtime.time.Clock}. Imports
 * nothing of Strider.
 */
@NullMarked
package io.strider.runtime.time;

import org.jspecify.annotations.NullMarked;
