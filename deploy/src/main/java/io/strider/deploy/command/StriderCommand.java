package io.strider.deploy.command;

import io.strider.deploy.report.Session;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    CommandLine root = tree(session);
    root.setExecutionExceptionHandler(failures).setParameterExceptionHandler(failures);
    try {
      return root.execute(words);
    } catch (OutOfMemoryError e) {
      return failures.handle(e, root);
    }
  }

  /** The command with all its subcommands. */
  static CommandLine tree(Session session) {
    CommandLine evaluate =
        group("evaluate", "Scores vectors.")
            .addSubcommand(new ClassifyCommand(session))
            .addSubcommand(new LinkCommand(session));
    CommandLine generate = group("generate", "Writes random graphs.");
    for (Object generator : GenerateCommand.all(session)) {
      generate.addSubcommand(generator);
    }
    CommandLine root =
        new CommandLine(new StriderCommand())
            .addSubcommand(new EmbedCommand(session))
            .addSubcommand(new WalkCommand(session))
            .addSubcommand("evaluate", evaluate)
            .addSubcommand(new SimilarCommand(session))
            .addSubcommand("generate", generate)
            .addSubcommand(new ExampleCommand(session));
    addHelp(root);
    root.setOut(session.out()).setErr(session.err());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpWidth(HELP_WIDTH);
    return root;
  }

  /** A word that only holds subcommands; picocli asks for one of them. */
  private static CommandLine group(String name, String description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(name).name(name);
    spec.usageMessage().description(description);
    return new CommandLine(spec);
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
    return list;
  }
}
