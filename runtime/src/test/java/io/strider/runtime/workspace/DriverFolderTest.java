package io.strider.runtime.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.ForkedJvm;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverFolderTest {

  private static final String UUID_OF_NOBODY = "00000000-0000-4000-8000-000000000000";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path root;

  private final ConcurrentLinkedQueue<Path> notDeleted = new ConcurrentLinkedQueue<>();

  private Path workspace() {
    return root.resolve("workspace");
  }

  private DriverFolder driver() {
    return new DriverFolder(workspace(), (file, e) -> notDeleted.add(file));
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(workspace())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** What a driver has that was killed just now; {@code kill -9} frees the lock and does nothing else. */
  private Path killed() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ForkedJvm.command(Driver.class, "-XX:TieredStopAtLevel=1"));
    command.add(workspace().toString());
    Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      Path folder = Path.of(process.inputReader().readLine());
      try (DriverFolder next = driver()) {
        next.path();
        assertThat(folder.resolve("ingest/part")).as("of a driver that lives").exists();
      }
      return folder;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /** Makes its folder with something in it, and waits to be killed. */
  static final class Driver {
    private Driver() {}

    public static void main(String[] arguments) throws IOException {
      DriverFolder own = new DriverFolder(Path.of(arguments[0]), (file, e) -> {});
      Files.createDirectory(own.path().resolve("ingest"));
      Files.writeString(own.path().resolve("ingest/part"), "of a graph");
      System.out.println(own.path());
      System.out.flush();
      System.in.read();
    }
  }

  @Test
  void shouldBeThereUntilItIsClosed() throws IOException {
    DriverFolder own = driver();
    assertThat(workspace()).as("nothing is made before it is asked for").doesNotExist();
    Path folder = own.path();
    assertThat(own.path()).isEqualTo(folder).isAbsolute().isDirectory().hasParent(workspace());
    Files.writeString(folder.resolve("graph.bin"), "rows");
    own.close();
    assertThat(left()).isEmpty();
    own.close();
    assertThat(notDeleted).isEmpty();
  }

  @Test
  void shouldRemoveWhatAKilledDriverLeft() throws Exception {
    Path dead = killed();
    assertThat(dead).exists();
    try (DriverFolder next = driver()) {
      Path own = next.path();
      assertThat(left()).containsExactly(own.getFileName().toString(), own.getFileName() + ".lock");
    }
    assertThat(notDeleted).isEmpty();
  }

  @Test
  void shouldRemoveWhatAnotherLeftHalfMadeOrHalfRemoved() throws IOException {
    Files.createDirectories(workspace());
    Files.createFile(workspace().resolve("strider-driver-" + UUID_OF_NOBODY + ".lock"));
    driver().path();
    assertThat(left()).hasSize(2).noneMatch(name -> name.contains(UUID_OF_NOBODY));
  }

  @Test
  void shouldLeaveAloneWhatIsNoDrivers() throws IOException {
    Files.createDirectories(workspace().resolve("strider-driver-" + UUID_OF_NOBODY));
    Files.createDirectories(workspace().resolve("jobs"));
    Files.createFile(workspace().resolve("strider-driver-mine.lock"));
    Files.createDirectories(root.resolve("elsewhere/inner"));
    Path dead = workspace().resolve("strider-driver-" + UUID_OF_NOBODY.replace('0', '1'));
    Files.createDirectories(dead);
    Files.createFile(dead.resolveSibling(dead.getFileName() + ".lock"));
    Files.createSymbolicLink(dead.resolve("link"), root.resolve("elsewhere"));
    try (DriverFolder own = driver()) {
      own.path();
    }
    assertThat(left()).containsExactly("jobs", "strider-driver-" + UUID_OF_NOBODY, "strider-driver-mine.lock");
    assertThat(root.resolve("elsewhere/inner")).as("behind a link").exists();
  }

  @Test
  void shouldKeepAFolderThatCannotBeReadAndSaySo() throws IOException {
    Path unreadable = workspace().resolve("strider-driver-" + UUID_OF_NOBODY + ".lock");
    Files.createDirectories(workspace());
    Files.createSymbolicLink(unreadable, unreadable);
    try (DriverFolder own = driver()) {
      assertThat(own.path()).isDirectory();
    }
    assertThat(notDeleted).containsExactly(unreadable.toRealPath(LinkOption.NOFOLLOW_LINKS));
    assertThat(left()).containsExactly(unreadable.getFileName().toString());
  }

  @Test
  void shouldRefuseAWorkspaceThatIsAFile() throws IOException {
    Files.createFile(workspace());
    assertThatThrownBy(() -> driver().path())
        .isInstanceOf(InputException.class)
        .hasMessageContaining(workspace().toString())
        .hasMessageContaining("a folder that can be written and locked");
  }

  @Test
  void shouldTakeNothingFromEachOtherWhenManyBeginAtOnce() throws Exception {
    List<String> command = new ArrayList<>(ForkedJvm.command(Racer.class, "-XX:TieredStopAtLevel=1"));
    command.add(workspace().toString());
    Process other = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("begins");
      List<String> wrong = Racer.race(workspace());
      assertThat(wrong).isEmpty();
      assertThat(other.inputReader().readAllAsString()).as("of the other process").isEmpty();
      assertThat(other.waitFor()).isZero();
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(left()).isEmpty();
  }

  /** Many drivers of one process that come and go. */
  static final class Racer {
    private static final int DRIVERS = 4;
    private static final int ROUNDS = 40;

    private Racer() {}

    public static void main(String[] arguments) throws InterruptedException {
      System.out.println("begins");
      race(Path.of(arguments[0])).forEach(System.out::println);
    }

    /** What went wrong. */
    static List<String> race(Path workspace) throws InterruptedException {
      ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
      List<Thread> drivers = new ArrayList<>();
      for (int i = 0; i < DRIVERS; i++) {
        drivers.add(Thread.ofPlatform().start(() -> comeAndGo(workspace, wrong)));
      }
      for (Thread driver : drivers) {
        driver.join();
      }
      return List.copyOf(wrong);
    }

    private static void comeAndGo(Path workspace, ConcurrentLinkedQueue<String> wrong) {
      for (int round = 0; round < ROUNDS; round++) {
        try (DriverFolder own = new DriverFolder(workspace, (file, e) -> wrong.add(file + ": " + e))) {
          Path file = Files.writeString(own.path().resolve("graph.bin"), "rows");
          if (!Files.exists(file)) {
            wrong.add(file + " is gone");
          }
        } catch (IOException | RuntimeException e) {
          wrong.add(e.toString());
        }
      }
    }
  }
}
