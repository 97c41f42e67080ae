package io.strider.deploy.options;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A stretch of time as people write it: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}.
 *
 * @param duration zero or more
 */
public record TimeSpan(Duration duration) {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})(ms|s|m|h)");

  /** Reads the text of an option. */
  static TimeSpan parse(String text) {
    Matcher matcher = SHAPE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException("found " + text + ", expected a time such as 500ms, 30s, 5m or 2h");
    }
    long count = Long.parseLong(matcher.group(1));
    return new TimeSpan(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          case "m" -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        });
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<TimeSpan> {
    @Override
    public TimeSpan convert(String value) {
      return parse(value);
    }
  }
}
