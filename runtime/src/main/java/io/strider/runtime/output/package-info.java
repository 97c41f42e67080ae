/**
 * Files that appear whole or not at all: written under a temporary name beside the target, forced to the disk, and
 * published by atomic rename. Every stage that writes a result goes through here. Imports {@code common}.
 */
@NullMarked
package io.strider.runtime.output;

import org.jspecify.annotations.NullMarked;
