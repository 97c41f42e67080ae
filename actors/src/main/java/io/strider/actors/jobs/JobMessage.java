package io.strider.actors.jobs;

/** Marks messages between nodes that {@link JobSerializer} carries. Everything of theirs is registered there. */
interface JobMessage {}
