package io.strider.deploy.command;

import io.strider.deploy.options.ReportOptions;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What every subcommand that does work shares: the options about reporting, and the frame around the work. */
abstract class Job implements Callable<Integer> {

  @Mixin(name = HelpLayout.LAST)
  @SuppressWarnings("NullAway.Init")
  ReportOptions reporting;

  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  private final Session session;

  Job(Session session) {
    this.session = session;
  }

  /** Does the work; fills the summary of the run. Failures are exceptions. */
  abstract void work(Run run);

  @Override
  public final Integer call() {
    Run run = new Run(session, reporting.verbosity());
    try {
      work(run);
      run.finish();
    } finally {
      run.progress().clear();
    }
    return ExitCode.OK.code();
  }

  /** The world around the command. */
  final Session session() {
    return session;
  }

  /** The words of the command line as they were given. */
  List<String> words() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }
}
