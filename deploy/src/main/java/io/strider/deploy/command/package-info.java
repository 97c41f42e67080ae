@org.jspecify.annotations.NullMarked
package io.strider.deploy.command;
