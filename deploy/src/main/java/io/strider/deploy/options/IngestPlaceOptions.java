package io.strider.deploy.options;

import io.strider.actors.EngineSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who reads the graph of a run on a cluster. */
public final class IngestPlaceOptions {

  /** Who reads it. */
  enum Place {
    HERE,
    NODES
  }

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  @Option(
      names = "--ingest",
      defaultValue = "HERE",
      paramLabel = "here|nodes",
      description =
          "with --cluster: who reads GRAPH: this process, which then holds all of it for a while, or the nodes, each a part;"
              + " every node must reach GRAPH by the same path (default: here)")
  @SuppressWarnings("NullAway.Init")
  Place ingest;

  /** Whether the nodes of the cluster read the graph; checks that there are some, and that they could. */
  public boolean onNodes(EngineSettings settings, @Nullable Path graph) {
    if (ingest == Place.HERE) {
      return false;
    }
    Checks.require(settings.cluster() != null, spec, "--ingest", "nodes", "--cluster beside it");
    Checks.require(graph != null, spec, "--ingest nodes", "standard input", "a file or a folder that every node reaches");
    return true;
  }
}
