package io.strider.deploy.command;

import io.strider.actors.EngineSettings;
import io.strider.actors.cluster.ClusterNode;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.jobs.Jobs;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.time.Clock;
import io.strider.runtime.train.TrainerKind;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.InstantSource;

/** Nodes that take part in jobs, inside the test, as {@code strider node --workspace} is one. */
final class JobNode {

  private static final long MEMORY_BYTES = 512L << 20;

  private JobNode() {}

  /** Starts one, with one thread. */
  static ClusterNode start(ClusterSettings settings) {
    ClusterNode node = ClusterNode.start(settings, 1);
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Session session =
        new Session(
            nowhere, nowhere, InputStream.nullInputStream(), false, Clock.SYSTEM, InstantSource.system(), Cancellation.NEVER);
    EngineSettings engine = new EngineSettings(1, 1, MEMORY_BYTES, TrainerKind.CPU, settings);
    Jobs.serve(node.system(), settings.workspace(), new EmbedJobs(node.system(), engine, session));
    return node;
  }
}
