package io.strider.actors.api;

import java.util.concurrent.CompletionStage;

/**
 * A job that was submitted to a cluster, which keeps it, runs it and goes on with it when one of its nodes dies: {@link
 * Strider#submit} and {@link Strider#submitted}. A handle only follows the job, which needs no handle; any number may follow the same
 * job. Safe from any thread.
 *
 * <p>It differs from the handle of a job of this process in this:
 *
 * <ul>
 *   <li>when the actor system stops, or leaves the cluster, the result fails with {@link
 *       io.strider.runtime.common.CancelledException} or {@link io.strider.runtime.common.ClusterException}, and the job goes on;
 *   <li>when the job loses its trainer, {@link #progress} begins anew with what the next one does, so that items done fall;
 *   <li>an option that the cluster refuses, or a fault of Strider itself, has no exception of its own there: it arrives as {@link
 *       io.strider.runtime.common.InputException} or {@link IllegalStateException}, with the message of the command.
 * </ul>
 */
public interface ClusterJob extends JobHandle<ClusterJobResult> {

  /**
   * Completes with the job's name, {@code job-N}, once the cluster has kept the job durably; before that it is lost with this process. Fails
   * with the exception of {@link #result} when there is no such job.
   */
  CompletionStage<String> name();

  /**
   * Asks the cluster to stop the job, whoever submitted it; returns at once. What was published already stays. Without effect
   * after the end.
   */
  @Override
  void cancel();
}
