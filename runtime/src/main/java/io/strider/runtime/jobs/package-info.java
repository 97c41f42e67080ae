/**
 * Jobs that a cluster works through: what is known of each ({@link io.strider.runtime.jobs.JobState}), where that is kept
 * durably ({@link io.strider.runtime.jobs.JobJournal}; {@link io.strider.runtime.jobs.JobFolder} keeps it in a folder), and who
 * works on which ({@link io.strider.runtime.jobs.JobScheduleLogic}). Jobs come from commands and go to trainers, through actors
 * of another module. Of one thread each, but for what says otherwise. Imports {@code common}, {@code output} and {@code
 * checkpoint}.
 */
@NullMarked
package io.strider.runtime.jobs;

import org.jspecify.annotations.NullMarked;
