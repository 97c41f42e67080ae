package io.strider.deploy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TidyTest {

  private static final String MAIN = "runtime/src/main/java/io/strider/runtime/walk/A.java";

  @Test
  void shouldFindEverySourceTidy() {
    assertThat(Tidy.scan(root())).isEmpty();
  }

  @Test
  void shouldFindAContractInEveryPackage() {
    assertThat(Tidy.packagesWithoutContract(root())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "long t = System.nanoTime();|reads a clock",
        "var t = java.time.Instant.now();|reads a clock",
        "var r = new Random(7);|draws unseeded",
        "double x = Math.random();|draws unseeded",
        "Thread.sleep(5);|sleeps",
        "System.out.println(1);|prints past the session",
        "import java.util.*;|imports everything",
        "int x; |blanks at the end",
      })
  void shouldFindTheHabit(String line, String advice) {
    assertThat(Tidy.scan(MAIN, "class A {\n" + line + "\n}\n")).hasSize(1).first().asString()
        .startsWith(MAIN + ":2: ").contains(advice);
  }

  @Test
  void shouldFindTabsOpenEndsAndLongFiles() {
    assertThat(Tidy.scan(MAIN, "\tint x;")).hasSize(1);
    assertThat(Tidy.scan(MAIN, "// TO" + "DO later")).hasSize(1);
    assertThat(Tidy.scan(MAIN, "x\n".repeat(Tidy.MAX_LINES))).isEmpty();
    assertThat(Tidy.scan(MAIN, "x\n".repeat(Tidy.MAX_LINES + 1))).hasSize(1);
  }

  @Test
  void shouldAllowWhatIsOnlyTalkedAboutOrInItsPlace() {
    assertThat(Tidy.scan(MAIN, " * never System.nanoTime() here\n// nor Thread.sleep(1)\n")).isEmpty();
    assertThat(Tidy.scan("runtime/src/main/java/io/strider/runtime/time/Clock.java", "System.nanoTime();")).isEmpty();
    assertThat(Tidy.scan("runtime/src/test/java/io/strider/runtime/ATest.java", "Thread.sleep(1);")).isEmpty();
  }

  @Test
  void shouldFindAPackageWithoutContract(@TempDir Path root) throws IOException {
    Path folder = Files.createDirectories(root.resolve("m/src/main/java/a"));
    Files.writeString(folder.resolve("A.java"), "package a; class A {}\n");
    assertThat(Tidy.packagesWithoutContract(root)).hasSize(1);
    Files.writeString(folder.resolve("package-info.java"), "/** For a. */\n@NullMarked package a;\n");
    assertThat(Tidy.packagesWithoutContract(root)).isEqualTo(List.of());
  }

  private static Path root() {
    return Path.of(System.getProperty("strider.root", ".."));
  }
}
