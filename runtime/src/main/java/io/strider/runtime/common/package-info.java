/**
 * What every stage shares: errors that name place, found and expected; cancellation; stage reports; 128-bit
 * additive hashes, SHA-256; waiting for threads. Imports nothing of Strider. Everything here is immutable or says how it may be shared.
 */
@NullMarked
package io.strider.runtime.common;

import org.jspecify.annotations.NullMarked;
