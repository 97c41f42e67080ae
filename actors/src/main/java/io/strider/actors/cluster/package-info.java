/** One run over several JVMs: membership, placement of partitions by sharding, nodes that hold rows and move walkers. */
@NullMarked
package io.strider.actors.cluster;

import org.jspecify.annotations.NullMarked;
