package io.strider.deploy.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.jobs.JobBoard;
import io.strider.actors.jobs.JobRunner;
import io.strider.deploy.report.Echo;
import io.strider.deploy.report.Progress;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.deploy.report.Verbosity;
import io.strider.runtime.checkpoint.RunFolder;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.jobs.JobFolder;
import io.strider.runtime.jobs.JobState;
import io.strider.runtime.jobs.JobState.Outcome;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Runs embeddings that were submitted, on the actor system of a node, as the command itself would. */
final class EmbedJobs implements JobRunner {

  private final ActorSystem<?> system;
  private final EngineSettings settings;
  private final Session session;

  /**
   * A runner.
   *
   * @param settings how the node may be used
   * @param session the world around the node, which tells the time
   */
  EmbedJobs(ActorSystem<?> system, EngineSettings settings, Session session) {
    this.system = system;
    this.settings = settings;
    this.session = session;
  }

  @Override
  public Outcome run(JobState job, JobFolder folder, JobBoard board, Cancellation cancellation) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Session own =
        new Session(
            nowhere, nowhere, InputStream.nullInputStream(), false, session.clock(), session.instants(), cancellation);
    Run run = new Run(own, new Verbosity(true, true, false), new Progress(own, true, echo(board)));
    try {
      String[] report = {""};
      EmbedCommand embed = parse(job.words(), own);
      embed.workOn(
          settings,
          place -> StriderEngine.on(system, place),
          RunFolder.takingOver(folder.runOf(job.id()), () -> requireAssigned(job, folder)),
          (files, kept) -> {
            report[0] = run.report();
            files.write(folder.reportOf(job.id()), out -> out.write(report[0].getBytes(UTF_8)));
            files.moveLast(embed.output.output());
            kept.finish(files);
          },
          run);
      return new Outcome(ExitCode.OK.code(), report[0]);
    } catch (ParameterException e) {
      return new Outcome(ExitCode.USAGE.code(), String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      system.log().info("{} failed", job.id(), e);
      ExitCode code = ExitCode.of(e);
      return new Outcome(code.code(), Failures.message(e, code));
    }
  }

  /** A node that was frozen may have lost the job meanwhile; where the journal cannot be read, it cannot know. */
  private void requireAssigned(JobState job, JobFolder folder) {
    try {
      if (folder.read(job.id()).runsAt(job.assignment())) {
        return;
      }
    } catch (InputException unreadable) {
      system.log().warn("{} is handed back: {}", job.id(), unreadable.getMessage());
    }
    throw new CancelledException();
  }

  private static EmbedCommand parse(List<String> words, Session session) {
    CommandLine root = StriderCommand.tree(session, words);
    CommandLine.ParseResult parsed = root.parseArgs(words.toArray(String[]::new)).subcommand();
    if (parsed != null && parsed.commandSpec().userObject() instanceof EmbedCommand embed) {
      return embed;
    }
    throw new ParameterException(root, "found " + words + ", expected an embedding: no other command runs as a job");
  }

  private static Echo echo(JobBoard board) {
    return new Echo() {
      @Override
      public void said(String text) {
        board.note(text);
      }

      @Override
      public void started(Stage stage, long plannedItems) {
        board.started(stage, plannedItems);
      }

      @Override
      public void planned(Stage stage, long plannedItems) {
        board.planned(stage, plannedItems);
      }

      @Override
      public void advanced(Stage stage, long itemsDone) {
        board.advanced(stage, itemsDone);
      }

      @Override
      public void finished(StageReport report) {
        board.finished(report);
      }
    };
  }
}
