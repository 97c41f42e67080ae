package io.strider.deploy.options;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An amount of memory as people write it: {@code 4g}, {@code 512m}, {@code 6GiB}, or plain bytes. Units are powers of 1024.
 *
 * @param bytes at least 1
 */
public record ByteSize(long bytes) {

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,15})([kmgt]?)(?:i?b)?");
  private static final String UNITS = "kmgt";
  private static final int BITS_PER_UNIT = 10;

  /** Reads the text of an option. */
  static ByteSize parse(String text) {
    Matcher matcher = SHAPE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new TypeConversionException("found " + text + ", expected a size such as 512m, 4g or 6GiB");
    }
    long count = Long.parseLong(matcher.group(1));
    int shift = matcher.group(2).isEmpty() ? 0 : BITS_PER_UNIT * (UNITS.indexOf(matcher.group(2)) + 1);
    if (count == 0 || count > Long.MAX_VALUE >> shift) {
      throw new TypeConversionException("found " + text + ", expected a size from 1 byte to 8191 PiB");
    }
    return new ByteSize(count << shift);
  }

  /** For picocli. */
  static final class Converter implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String value) {
      return parse(value);
    }
  }
}
