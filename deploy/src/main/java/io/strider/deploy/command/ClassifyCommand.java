package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.deploy.options.Checks;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.evaluate.Classification;
import io.strider.runtime.evaluate.ClassificationParameters;
import io.strider.runtime.evaluate.ClassificationReport;
import io.strider.runtime.evaluate.LabelsFile;
import io.strider.runtime.evaluate.SplitScore;
import io.strider.runtime.evaluate.Summary;
import io.strider.runtime.evaluate.VertexClasses;
import io.strider.runtime.vectors.VectorReader;
import io.strider.runtime.vectors.VectorSet;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How well vectors tell the classes of their vertices. */
@Command(
    name = "classify",
    description = {
      "Scores vectors by how well they tell the classes of vertices: one logistic regression (L2) a class, fitted on a"
          + " random part of the labelled vertices, Macro-F1 and Micro-F1 on the rest, over several splits.",
      "A vertex of k classes is given the k best; the protocol is that of the DeepWalk and node2vec papers."
    },
    footer = {
      "",
      "Example:",
      "  strider evaluate classify vectors.txt classes.tsv --splits 10"
    })
final class ClassifyCommand extends Job {

  @Parameters(index = "0", paramLabel = "VEC", description = "vectors that 'strider embed' wrote, in any format")
  @SuppressWarnings("NullAway.Init")
  Path vectors;

  @Parameters(
      index = "1",
      paramLabel = "LABELS",
      description = "'vertex TAB class', a line each; several lines for several classes; plain, gzip or Zstandard")
  @SuppressWarnings("NullAway.Init")
  Path labels;

  @Option(
      names = "--train-fraction",
      defaultValue = "0.5",
      paramLabel = "F",
      description = "share of the labelled vertices that is fitted on (default: ${DEFAULT-VALUE})")
  double trainFraction;

  @Option(names = "--splits", defaultValue = "10", paramLabel = "N", description = "random splits (default: ${DEFAULT-VALUE})")
  int splits;

  @Option(
      names = {"-C", "--inverse-regularisation"},
      defaultValue = "1",
      paramLabel = "C",
      description = "inverse strength of the L2 penalty (default: ${DEFAULT-VALUE})")
  double inverseRegularisation;

  @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "of the splits (default: ${DEFAULT-VALUE})")
  long seed;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "classes fitted side by side (default: all cores)")
  @Nullable Integer threads;

  ClassifyCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    ClassificationParameters parameters = parameters();
    VertexClasses classes = LabelsFile.read(labels);
    VectorSet set = VectorReader.read(vectors, run.session().cancellation());
    ClassificationReport report = Classification.score(set, classes, parameters, run.monitor());
    print(report, run);
    describe(report, run.summary().put("vertices", set.size()).putObject("evaluation"));
  }

  private ClassificationParameters parameters() {
    require(trainFraction > 0 && trainFraction < 1, "--train-fraction", trainFraction, "above 0 and below 1");
    int most = ClassificationParameters.MAX_SPLITS;
    require(splits >= 1 && splits <= most, "--splits", splits, "1 to " + most);
    require(inverseRegularisation > 0 && inverseRegularisation <= 1e9, "-C", inverseRegularisation,
        "above 0, at most 1e9");
    return new ClassificationParameters(
        trainFraction, splits, inverseRegularisation, seed, Checks.threads(spec, threads));
  }

  private void require(boolean holds, String option, Object found, String expected) {
    if (!holds) {
      throw Checks.usage(spec, option, String.valueOf(found), expected);
    }
  }

  private static void print(ClassificationReport report, Run run) {
    run.print(
        Figures.exact(report.vertices()) + " labelled vertices, " + report.classes() + " classes; fitted on "
            + Figures.exact(report.trainVertices()) + ", mean of " + report.splits().size() + " splits"
            + (report.withoutVector() > 0 ? "; " + Figures.exact(report.withoutVector()) + " had no vector" : ""));
    run.print("Macro-F1 " + text(report.macroF1()));
    run.print("Micro-F1 " + text(report.microF1()));
  }

  private static String text(Summary summary) {
    return String.format(Locale.ROOT, "%.4f ± %.4f", summary.mean(), summary.standardDeviation());
  }

  private static void describe(ClassificationReport report, ObjectNode target) {
    target
        .put("labelledVertices", report.vertices())
        .put("withoutVector", report.withoutVector())
        .put("classes", report.classes())
        .put("trainVertices", report.trainVertices());
    target.put("macroF1", report.macroF1().mean()).put("macroF1Deviation", report.macroF1().standardDeviation());
    target.put("microF1", report.microF1().mean()).put("microF1Deviation", report.microF1().standardDeviation());
    ArrayNode list = target.putArray("splits");
    for (SplitScore score : report.splits()) {
      list.addObject().put("macroF1", score.macroF1()).put("microF1", score.microF1());
    }
  }
}
