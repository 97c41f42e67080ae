package io.strider.deploy.options;

import io.strider.deploy.report.Verbosity;
import picocli.CommandLine.Option;

/** What the command says about itself. */
public final class ReportOptions {

  @Option(names = "--quiet", description = "no progress on standard error")
  boolean quiet;

  @Option(
      names = "--json",
      description = "print one JSON object on standard output at the end, and nothing else there")
  boolean json;

  @Option(names = "--verbose", description = "print the stack trace of a failure")
  boolean verbose;

  /** As a record. */
  public Verbosity verbosity() {
    return new Verbosity(quiet, json, verbose);
  }
}
