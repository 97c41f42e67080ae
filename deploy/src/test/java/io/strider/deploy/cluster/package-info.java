/** Tests over several JVMs. */
@NullMarked
package io.strider.deploy.cluster;

import org.jspecify.annotations.NullMarked;
