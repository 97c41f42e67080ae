package io.strider.deploy.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option of a few words in either case; picocli's own names them in capitals, as Java's constants are. */
final class ChoiceConverter<E extends Enum<E>> implements ITypeConverter<E> {

  private final Class<E> type;

  private ChoiceConverter(Class<E> type) {
    this.type = type;
  }

  /** Has a command and its subcommands read their options so. */
  static void registerAll(CommandLine command) {
    command.getCommandSpec().args().stream()
        .map(argument -> argument.auxiliaryTypes()[0])
        .filter(Class::isEnum)
        .forEach(type -> register(command, type.asSubclass(Enum.class)));
    command.getSubcommands().values().forEach(ChoiceConverter::registerAll);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // An enum's class is of that enum.
  private static void register(CommandLine command, Class<? extends Enum> type) {
    command.registerConverter((Class) type, new ChoiceConverter(type));
  }

  @Override
  public E convert(String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> word(constant).equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException("found '" + word + "', expected " + words()));
  }

  private String words() {
    return Arrays.stream(type.getEnumConstants())
        .map(ChoiceConverter::word)
        .collect(Collectors.joining(", "));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
