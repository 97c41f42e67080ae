package io.strider.deploy.command;

import io.strider.deploy.options.Checks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * The command line of an embedding as a job for another process: what decides the result, with absolute paths. What is about this process
 * (how it joins the cluster, how it reports) is left out, and what only the node that runs the job can say is refused. Stateless.
 */
final class JobWords {

  /** Everything in these groups goes along. */
  private static final List<String> GROUPS = List.of("Graph", "Ingest", "Output", "Vectors", "Walks", "Training", "Trainer");

  /** So do these. */
  private static final List<String> OPTIONS = List.of("--partitions", "--checkpoint-every");

  /** What a person could expect to go along, and who says it instead. */
  private static final Map<String, String> REFUSED =
      Map.of(
          "--threads", "none with --submit: each node has its own",
          "--memory", "none with --submit: 'strider node --memory' says what a trainer has",
          "--workspace", "none with --submit: it is the nodes' own",
          "--checkpoint", "none with --submit: the job is kept in the workspace of the nodes",
          "--take-over", "none with --submit: the coordinator decides who works on a job");

  private JobWords() {}

  /** The words of the command that was parsed last, its name first. */
  static List<String> of(CommandSpec spec) {
    ParseResult parsed = spec.commandLine().getParseResult();
    List<String> words = new ArrayList<>();
    words.add(spec.name());
    for (PositionalParamSpec positional : parsed.matchedPositionals()) {
      for (String value : positional.originalStringValues()) {
        Checks.require(!value.equals("-"), spec, positional.paramLabel(), "standard input", "a file or a folder with --submit");
        words.add(absolute(value));
      }
    }
    for (OptionSpec option : parsed.matchedOptions()) {
      String name = option.longestName();
      String expected = REFUSED.get(name);
      Checks.require(expected == null, spec, name, "given", String.valueOf(expected));
      if (OPTIONS.contains(name) || GROUPS.stream().anyMatch(group -> holds(spec, group, name))) {
        add(option, name, words);
      }
    }
    return words;
  }

  private static boolean holds(CommandSpec spec, String group, String name) {
    CommandSpec mixin = spec.mixins().get(group);
    return mixin != null && mixin.optionsMap().containsKey(name);
  }

  private static void add(ArgSpec option, String name, List<String> words) {
    if (option.type() == boolean.class) {
      Boolean on = option.getValue();
      if (on) {
        words.add(name);
      }
      return;
    }
    for (String value : option.originalStringValues()) {
      words.add(name + "=" + (option.type() == Path.class ? absolute(value) : value));
    }
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().toString();
  }
}
