package io.strider.actors.cluster;

/** Marks messages between nodes that {@link ControlSerializer} carries. Everything of theirs is registered there. */
interface ControlMessage {}
