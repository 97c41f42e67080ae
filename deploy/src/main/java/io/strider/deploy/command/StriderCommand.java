package io.strider.deploy.command;

import io.strider.deploy.report.Session;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The command itself: it only holds its subcommands. */
@Command(
    name = "strider",
    description = {"Turns graphs into vertex embeddings: random walks by actors, trained as skip-grams."},
    footer = {
      "",
      "Examples:",
      "  strider example                             embed the Debian package graph and look at the result",
      "  strider embed edges.tsv -o vectors.txt      embed a graph of your own",
      "  strider similar vectors.txt alice           who is near alice?",
      "",
      "'strider COMMAND --help' explains each command."
    })
final class StriderCommand {

  private static final int HELP_WIDTH = 100;

  /** Runs one command line and returns its exit code. */
  static int run(Session session, String... words) {
    Failures failures = new Failures(session, List.of(words));
    CommandLine root = tree(session, List.of(words));
    root.setExecutionExceptionHandler(failures).setParameterExceptionHandler(failures);
    try {
      return root.execute(words);
    } catch (OutOfMemoryError e) {
      return failures.handle(e, root);
    }
  }

  /**
   * The command with its subcommands. Inspecting a class for options is slow, so only those whose name is among the words
   * are inspected; of the others the tree knows name and description, which is enough to list them.
   */
  static CommandLine tree(Session session, List<String> words) {
    CommandLine root = new CommandLine(new StriderCommand());
    add(root, words, EmbedCommand.class, () -> new EmbedCommand(session));
    add(root, words, WalkCommand.class, () -> new WalkCommand(session));
    add(root, words, EstimateCommand.class, () -> new EstimateCommand(session));
    CommandLine evaluate = group(root, "evaluate", "Scores vectors, or how well a graph can be embedded.");
    add(evaluate, words, ClassifyCommand.class, () -> new ClassifyCommand(session));
    add(evaluate, words, LinkCommand.class, () -> new LinkCommand(session));
    add(root, words, SimilarCommand.class, () -> new SimilarCommand(session));
    CommandLine generate = group(root, "generate", "Writes random graphs.");
    add(generate, words, RmatCommand.class, () -> new RmatCommand(session));
    add(generate, words, ErdosRenyiCommand.class, () -> new ErdosRenyiCommand(session));
    add(generate, words, BlockModelCommand.class, () -> new BlockModelCommand(session));
    add(generate, words, BarabasiAlbertCommand.class, () -> new BarabasiAlbertCommand(session));
    add(root, words, NodeCommand.class, () -> new NodeCommand(session));
    add(root, words, ClusterCommand.class, () -> new ClusterCommand(session));
    add(root, words, JobsCommand.class, () -> new JobsCommand(session));
    add(root, words, DevicesCommand.class, () -> new DevicesCommand(session));
    add(root, words, MediaDriverCommand.class, () -> new MediaDriverCommand(session));
    add(root, words, ExampleCommand.class, () -> new ExampleCommand(session));
    addHelp(root);
    // A vertex may be called '@bob'.
    root.setExpandAtFiles(false);
    root.setOut(session.out()).setErr(session.err());
    ChoiceConverter.registerAll(root);
    root.setUsageHelpWidth(HELP_WIDTH);
    return root;
  }

  private static void add(CommandLine parent, List<String> words, Class<?> type, Supplier<Object> maker) {
    Command command = Objects.requireNonNull(type.getAnnotation(Command.class));
    if (words.contains(command.name())) {
      parent.addSubcommand(maker.get());
    } else {
      group(parent, command.name(), command.description());
    }
  }

  /** A word with a description and no options; picocli asks for one of its subcommands. */
  private static CommandLine group(CommandLine parent, String name, String... description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(name).name(name);
    spec.usageMessage().description(description);
    CommandLine group = new CommandLine(spec);
    parent.addSubcommand(name, group);
    return group;
  }

  /** Gives each command --help and --version, shown defaults, and the list of exit codes. */
  private static void addHelp(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    spec.mixinStandardHelpOptions(true);
    spec.versionProvider(new Version());
    UsageMessageSpec usage = spec.usageMessage();
    usage.sortOptions(false).abbreviateSynopsis(true);
    if (spec.subcommands().isEmpty()) {
      command.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, new HelpLayout());
      usage.parameterListHeading("%nParameters:%n");
      usage.exitCodeListHeading("%nExit codes:%n").exitCodeList(exitCodes());
    }
    command.getSubcommands().values().forEach(StriderCommand::addHelp);
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> list = new LinkedHashMap<>();
    Arrays.stream(ExitCode.values()).forEach(code -> list.put(String.valueOf(code.code()), code.meaning()));
    list.put("143, 129", "a termination signal, or a hang-up, before the command had begun");
    list.put("255", "an actor ran out of heap: raise --memory or lower --partitions");
    return list;
  }
}
