/**
 * The one place that reads clocks. Everything else is handed a {@link io.strider.runtime.time.Clock}. Imports
 * {@code common} only.
 */
@NullMarked
package io.strider.runtime.time;

import org.jspecify.annotations.NullMarked;
