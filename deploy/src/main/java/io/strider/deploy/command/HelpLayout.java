package io.strider.deploy.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Prints the options of help under the names of the mixins that they come from, instead of as one long list: the
 * command's own first, those that every command has last.
 */
final class HelpLayout implements IHelpSectionRenderer {

  /** The mixin that every command has and that matters least. */
  static final String LAST = "Reporting";

  private static final String OWN = "Options";

  @Override
  public String render(Help help) {
    CommandSpec spec = help.commandSpec();
    StringBuilder text = new StringBuilder();
    List<OptionSpec> rest = new ArrayList<>(spec.options());
    List<String> titles = new ArrayList<>(spec.mixins().keySet());
    titles.removeIf(title -> !Character.isUpperCase(title.charAt(0)));
    if (titles.remove(LAST)) {
      titles.add(LAST);
    }
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    sections.put(OWN, rest);
    for (String title : titles) {
      CommandSpec mixin = Objects.requireNonNull(spec.mixins().get(title));
      List<OptionSpec> options = new ArrayList<>(rest);
      options.removeIf(option -> !holds(mixin, option));
      rest.removeAll(options);
      sections.put(title, options);
    }
    List<OptionSpec> standard = new ArrayList<>(rest);
    standard.removeIf(option -> !option.usageHelp() && !option.versionHelp());
    rest.removeAll(standard);
    Objects.requireNonNull(sections.get(titles.isEmpty() ? OWN : titles.getLast())).addAll(standard);
    sections.forEach((title, options) -> section(title, options, help, text));
    return text.toString();
  }

  private static boolean holds(CommandSpec mixin, OptionSpec option) {
    return mixin.optionsMap().containsKey(option.longestName());
  }

  private static void section(String title, List<OptionSpec> options, Help help, StringBuilder text) {
    if (options.isEmpty()) {
      return;
    }
    Help.Layout layout = help.createDefaultLayout(options, List.of(), help.colorScheme());
    layout.addOptions(options, help.parameterLabelRenderer());
    text.append(String.format("%n%s:%n", title)).append(layout);
  }
}
