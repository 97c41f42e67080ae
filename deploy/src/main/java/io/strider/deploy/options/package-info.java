/**
 * Options that several commands share, as picocli mixins. Each checks its own values and names the option, what was
 * found and what was expected; each turns into a validated record of {@code runtime} or {@code actors}. Used by one
 * thread. Imports those two modules, {@code report} and picocli.
 */
@NullMarked
package io.strider.deploy.options;

import org.jspecify.annotations.NullMarked;
