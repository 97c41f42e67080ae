/**
 * Text to graph by tasks that any number of processes share, through files in a folder that all of them reach. Each task is a
 * function of files to files, so it can be done twice, anywhere, and by another process when one dies; each needs memory for
 * one segment, whatever the size of the graph. The graph file and the labels are byte for byte those of one process. Data come
 * from {@code ingest} and go to {@code graph}. Imports {@code common}, {@code graph}, {@code ingest} and {@code time}. Tasks may
 * run on any threads at the same time; an {@code IngestCoordinator} belongs to one.
 */
@NullMarked
package io.strider.runtime.ingest.distributed;

import org.jspecify.annotations.NullMarked;
