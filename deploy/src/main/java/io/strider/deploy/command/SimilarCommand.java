package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.strider.deploy.options.Checks;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.vectors.Neighbour;
import io.strider.runtime.vectors.Neighbours;
import io.strider.runtime.vectors.VectorReader;
import io.strider.runtime.vectors.VectorSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who is near a vertex. */
@Command(
    name = "similar",
    description = "Prints the vertices whose vectors point most nearly the same way (cosine).",
    footer = {
      "",
      "Examples:",
      "  strider similar vectors.txt alice",
      "  strider similar vectors.txt alice bob -k 3 --json"
    })
final class SimilarCommand extends Job {

  private static final int MAX_NEIGHBOURS = 1_000_000;

  @Parameters(index = "0", paramLabel = "VEC", description = "vectors that 'strider embed' wrote, in any format")
  @SuppressWarnings("NullAway.Init")
  Path vectors;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "VERTEX", description = "labels of vertices")
  @SuppressWarnings("NullAway.Init")
  List<String> vertices;

  @Option(
      names = {"-k", "--neighbours"},
      defaultValue = "10",
      paramLabel = "K",
      description = "how many for each vertex (default: ${DEFAULT-VALUE})")
  int count;

  SimilarCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    if (count < 1 || count > MAX_NEIGHBOURS) {
      throw Checks.usage(spec, "-k", String.valueOf(count), "1 to " + MAX_NEIGHBOURS);
    }
    Cancellation cancellation = run.session().cancellation();
    VectorSet set = VectorReader.read(vectors, cancellation);
    run.summary().put("vertices", set.size());
    ArrayNode queries = run.summary().putArray("similar");
    Neighbours neighbours = new Neighbours(set);
    for (String vertex : vertices) {
      List<Neighbour> nearest = neighbours.nearest(vertex, count, cancellation);
      print(vertex, nearest, run);
      ArrayNode list = queries.addObject().put("vertex", vertex).putArray("neighbours");
      nearest.forEach(near -> list.addObject().put("vertex", near.label()).put("cosine", near.cosine()));
    }
  }

  private static void print(String vertex, List<Neighbour> nearest, Run run) {
    StringBuilder text = new StringBuilder(vertex);
    for (Neighbour near : nearest) {
      text.append(String.format(Locale.ROOT, "%n  %6.3f  %s", near.cosine(), near.label()));
    }
    run.print(text.toString());
  }
}
