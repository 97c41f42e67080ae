/**
 * Jobs that are submitted to a cluster: a coordinator, of which there is one, keeps them and hands them out; a trainer on each node
 * that may run one does the work; a client submits and follows. What there is to know stands in a {@link
 * io.strider.runtime.jobs.JobJournal}, who works on what is decided by {@link io.strider.runtime.jobs.JobScheduleLogic}, and what the
 * work is, by the {@link io.strider.actors.jobs.JobRunner} of whoever starts the node. Every message may be lost: trainers
 * report again and again, clients ask again. Imports {@code actors.cluster} and {@code runtime}.
 */
@NullMarked
package io.strider.actors.jobs;

import org.jspecify.annotations.NullMarked;
