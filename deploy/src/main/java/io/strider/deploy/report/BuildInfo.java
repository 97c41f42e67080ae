package io.strider.deploy.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Which Strider this is, as Maven wrote it down when it was built.
 *
 * @param version the version of the project
 * @param commit the commit, with {@code -dirty} where files differed from it; null when built outside a repository
 */
public record BuildInfo(String version, @Nullable String commit) {

  /** Reads the file in the jar. */
  public static BuildInfo read() {
    Properties properties = new Properties();
    try (InputStream in = BuildInfo.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String commit = properties.getProperty("commit", "");
    return new BuildInfo(
        properties.getProperty("version", "unknown"), commit.isBlank() || commit.startsWith("$") ? null : commit);
  }
}
