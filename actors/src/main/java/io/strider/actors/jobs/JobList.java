package io.strider.actors.jobs;

import java.util.ArrayList;

/**
 * What a coordinator knows.
 *
 * @param jobs by their numbers; those that are done without their reports
 * @param coordinator {@code host:port} of the node that answers
 * @param trainers nodes that could run a job, or do
 */
public record JobList(ArrayList<JobView> jobs, String coordinator, int trainers) implements JobCoordinator.Reply {}
