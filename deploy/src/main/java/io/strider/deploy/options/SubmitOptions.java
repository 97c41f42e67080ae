package io.strider.deploy.options;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether a cluster runs the command itself. */
public final class SubmitOptions {

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(
      names = "--submit",
      description =
          "with --cluster: have a node of role trainer run the command, and follow it; it survives the death of any"
              + " node, and of this process. Files must be reached by all trainers under the same path")
  boolean submit;

  @Option(names = "--detach", description = "with --submit: do not follow; 'strider jobs' tells how it gets on")
  boolean detach;

  /**
   * Whether it is to be submitted.
   *
   * @param onCluster whether there is a cluster to submit it to
   */
  public boolean submit(boolean onCluster) {
    Checks.require(submit || !detach, spec, "--detach", "given", "--submit beside it");
    Checks.require(!submit || onCluster, spec, "--submit", "no --cluster", "--cluster beside it");
    return submit;
  }

  /** Whether it is not to be followed. */
  public boolean detach() {
    return detach;
  }
}
