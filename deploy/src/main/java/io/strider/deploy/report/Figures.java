package io.strider.deploy.report;

import java.util.Locale;

/** Numbers as people read them. Always with a decimal point, whatever the locale. */
public final class Figures {

  private static final long KIBI = 1024;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3600;

  private Figures() {}

  /** Every digit, in groups of three: {@code 1,234,567}. */
  public static String exact(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** About three digits: {@code 950}, {@code 12.3 k}, {@code 4.56 M}. */
  public static String rough(double count) {
    if (count < 1000) {
      return String.format(Locale.ROOT, "%.0f", count);
    }
    String[] suffixes = {"k", "M", "G", "T"};
    double scaled = count / 1000;
    int suffix = 0;
    while (scaled >= 999.5 && suffix < suffixes.length - 1) {
      scaled /= 1000;
      suffix++;
    }
    int decimals = scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", scaled, suffixes[suffix]);
  }

  /** {@code 0.42 s}, {@code 12.3 s}, {@code 2:05 min}, {@code 1:02:05 h}. */
  public static String duration(double seconds) {
    if (seconds < SECONDS_PER_MINUTE) {
      return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < SECONDS_PER_HOUR) {
      return String.format(Locale.ROOT, "%d:%02d min", whole / SECONDS_PER_MINUTE, whole % SECONDS_PER_MINUTE);
    }
    return String.format(
        Locale.ROOT,
        "%d:%02d:%02d h",
        whole / SECONDS_PER_HOUR,
        whole / SECONDS_PER_MINUTE % SECONDS_PER_MINUTE,
        whole % SECONDS_PER_MINUTE);
  }

  /** Bytes with binary units: {@code 512 B}, {@code 1.5 GiB}. */
  public static String bytes(long bytes) {
    if (bytes < KIBI) {
      return bytes + " B";
    }
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    double scaled = bytes / (double) KIBI;
    int unit = 0;
    while (scaled >= KIBI - 0.5 && unit < units.length - 1) {
      scaled /= KIBI;
      unit++;
    }
    return String.format(Locale.ROOT, scaled < 9.95 ? "%.1f %s" : "%.0f %s", scaled, units[unit]);
  }
}
