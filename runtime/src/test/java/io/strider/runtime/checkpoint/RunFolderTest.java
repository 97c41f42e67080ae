package io.strider.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.ForkedJvm;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.common.InputException;
import io.strider.runtime.output.OutputFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  private static final RunIdentity IDENTITY = new RunIdentity(Map.of("dimensions", "128"));
  private static final CountedCorpus CORPUS =
      new CountedCorpus(30, 2_400, new Hash128(3, 4), new long[] {5, 1L << 40, 0});

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path root;

  private Path folder() {
    return root.resolve("run-folder");
  }

  private RunJournal.Run claim() {
    return RunFolder.of(folder()).claim(IDENTITY);
  }

  private static TrainingPosition at(long walk) {
    return new TrainingPosition(0, walk, 0.5 * walk, walk);
  }

  private static void checkpoint(RunJournal.Run run, long walk) {
    run.checkpoint(at(walk), out -> out.write(("model " + walk).getBytes(StandardCharsets.UTF_8)));
  }

  private static String model(RunJournal.Run run) {
    String[] read = new String[1];
    run.restore(in -> read[0] = new String(in.readAllBytes(), StandardCharsets.UTF_8));
    return read[0];
  }

  private Set<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }
  }

  @Test
  void shouldGoOnWhereTheRunWasLeft() throws IOException {
    try (RunJournal.Run run = claim()) {
      assertThat(run.epoch()).isEqualTo(1);
      assertThat(run.counted()).isFalse();
      assertThat(run.position()).isEmpty();
      run.record(CORPUS);
      checkpoint(run, 10);
      checkpoint(run, 20);
      checkpoint(run, 30);
    }
    assertThat(names()).containsExactly("checkpoint-2", "checkpoint-3", "corpus", "fence", "owner-1", "run");
    try (RunJournal.Run run = claim()) {
      assertThat(run.epoch()).isEqualTo(2);
      assertThat(run.warnings()).isEmpty();
      assertThat(run.counted()).isTrue();
      assertThat(run.corpus()).usingRecursiveComparison().isEqualTo(CORPUS);
      assertThat(run.position()).contains(at(30));
      assertThat(model(run)).isEqualTo("model 30");
    }
  }

  @Test
  void shouldKeepTheCheckpointBeforeUntilTheNextIsWhole() {
    try (RunJournal.Run run = claim()) {
      checkpoint(run, 10);
      assertThatThrownBy(
              () ->
                  run.checkpoint(
                      at(20),
                      out -> {
                        out.write(1);
                        throw new IOException("disk full");
                      }))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("disk full");
    }
    try (RunJournal.Run run = claim()) {
      assertThat(run.position()).contains(at(10));
      assertThat(model(run)).isEqualTo("model 10");
    }
  }

  @Test
  void shouldFallBackFromADamagedCheckpointAndSaySo() throws IOException {
    try (RunJournal.Run run = claim()) {
      checkpoint(run, 10);
      checkpoint(run, 20);
    }
    Path newest = folder().resolve("checkpoint-2");
    byte[] whole = Files.readAllBytes(newest);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      Files.write(newest, damaged);
      assertFallsBack(newest, "byte " + at);
    }
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(newest, Arrays.copyOf(whole, length));
      assertFallsBack(newest, "cut to " + length);
    }
    Files.write(newest, Arrays.copyOf(whole, whole.length + 1));
    assertFallsBack(newest, "longer");
    try (RunJournal.Run run = claim()) {
      checkpoint(run, 30);
      assertThat(names()).contains("checkpoint-1", "checkpoint-3").doesNotContain("checkpoint-2");
    }
  }

  private void assertFallsBack(Path damaged, String how) {
    try (RunJournal.Run run = claim()) {
      assertThat(run.position()).as(how).contains(at(10));
      assertThat(run.warnings()).as(how).hasSize(1).first().asString().contains(damaged.getFileName().toString());
    }
  }

  @Test
  void shouldSayWhatToDoWhenNothingIsWhole() throws IOException {
    try (RunJournal.Run run = claim()) {
      run.record(CORPUS);
      checkpoint(run, 10);
    }
    flip(folder().resolve("checkpoint-1"));
    assertThatThrownBy(this::claim).isInstanceOf(InputException.class).hasMessageContaining("delete the damaged files");
    Files.delete(folder().resolve("checkpoint-1"));
    flip(folder().resolve("corpus"));
    assertThatThrownBy(this::claim).isInstanceOf(InputException.class).hasMessageContaining("delete corpus");
    Files.delete(folder().resolve("corpus"));
    try (RunJournal.Run run = claim()) {
      assertThat(run.counted()).isFalse();
    }
    flip(folder().resolve("run"));
    assertThatThrownBy(this::claim).isInstanceOf(InputException.class).hasMessageContaining("checksum");
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 4;
    Files.write(file, bytes);
  }

  @Test
  void shouldRefuseAnotherVersion() throws IOException {
    claim().close();
    byte[] state = Files.readAllBytes(folder().resolve("run"));
    state[8] = 9;
    Files.write(folder().resolve("run"), state);
    assertThatThrownBy(this::claim).isInstanceOf(InputException.class).hasMessageContaining("found version 9");
  }

  @Test
  void shouldNameWhatDiffersFromTheRunThatWasBegun() {
    claim().close();
    RunIdentity other = new RunIdentity(Map.of("dimensions", "64", "seed", "2"));
    assertThatThrownBy(() -> RunFolder.of(folder()).claim(other))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("found dimensions 64, seed 2, expected dimensions 128, seed nothing")
        .hasMessageContaining("another folder");
    assertThat(claim().epoch()).as("nothing was claimed").isEqualTo(2);
  }

  @Test
  void shouldRefuseARunWithALivingOwnerUnlessItIsDeposed() {
    try (RunJournal.Run living = claim()) {
      assertThatThrownBy(() -> RunFolder.of(folder()).check())
          .isInstanceOf(InputException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid())
          .hasMessageContaining("fencing epoch 1");
      assertThatThrownBy(this::claim).isInstanceOf(InputException.class);
      checkpoint(living, 10);
      RunFolder.takingOver(folder()).check();
      try (RunJournal.Run next = RunFolder.takingOver(folder()).claim(IDENTITY)) {
        assertThat(next.epoch()).isEqualTo(2);
        assertThat(next.position()).contains(at(10));
        assertThatThrownBy(this::claim).isInstanceOf(InputException.class).hasMessageContaining("fencing epoch 2");
      }
    }
  }

  @Test
  void shouldNotDeposeTheOwnerWithoutPermission() {
    try (RunJournal.Run living = claim()) {
      RunFolder asleep =
          RunFolder.takingOver(
              folder(),
              () -> {
                throw new CancelledException();
              });
      assertThatThrownBy(() -> asleep.claim(IDENTITY)).isInstanceOf(CancelledException.class);
      checkpoint(living, 10);
      assertThat(living.epoch()).isEqualTo(1);
    }
  }

  /** A process that was frozen at its end may find that its work was given to another, who has claimed nothing yet. */
  @Test
  void shouldNotEndARunWithoutPermission() throws IOException {
    AtomicBoolean mayNot = new AtomicBoolean();
    RunFolder frozen =
        RunFolder.takingOver(
            folder(),
            () -> {
              if (mayNot.get()) {
                throw new CancelledException();
              }
            });
    Path output = root.resolve("out");
    try (RunJournal.Run run = frozen.claim(IDENTITY)) {
      checkpoint(run, 10);
      mayNot.set(true);
      assertThatThrownBy(() -> finish(run, output)).isInstanceOf(CancelledException.class);
    }
    assertThat(output).doesNotExist();
    try (RunJournal.Run next = claim()) {
      assertThat(next.position()).contains(at(10));
    }
  }

  @Test
  void shouldReadAFileWholeWhileItIsReplaced() throws InterruptedException {
    Path file = root.resolve("state");
    RunState one = new RunState(1, "somebody", RunState.Stage.TRAINING, IDENTITY, List.of());
    RunState other = new RunState(2, "somebody of a longer name", RunState.Stage.COUNTING, IDENTITY, List.of());
    one.write(file);
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (boolean flip = true; !done.get(); flip = !flip) {
                    (flip ? other : one).write(file);
                  }
                });
    try {
      for (int i = 0; i < 2_000; i++) {
        assertThat(RunState.read(file)).isIn(one, other);
      }
    } finally {
      done.set(true);
      writer.join();
    }
  }

  @Test
  void shouldLetADeposedOwnerPublishNothing() throws IOException {
    Path output = root.resolve("out");
    try (RunJournal.Run old = claim();
        RunJournal.Run next = RunFolder.takingOver(folder()).claim(IDENTITY)) {
      checkpoint(next, 10);
      Set<String> before = names();
      assertDeposed(() -> checkpoint(old, 20));
      assertDeposed(() -> old.record(CORPUS));
      assertDeposed(() -> finish(old, output));
      assertThat(names()).isEqualTo(before);
      assertThat(root).isDirectoryNotContaining(file -> !file.equals(folder()));
      finish(next, output);
      assertThat(output).hasContent("vectors");
      assertDeposed(() -> checkpoint(old, 20));
      try (RunJournal.Run another = claim()) {
        assertThat(another.epoch()).as("no epoch comes twice").isEqualTo(3);
        assertDeposed(() -> checkpoint(old, 20));
      }
    }
  }

  private static void assertDeposed(Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOf(InputException.class)
        .hasMessageMatching(".*fencing epoch [23] of process .*expected epoch 1, .*deposed.*");
  }

  private static void finish(RunJournal.Run run, Path output) {
    try (OutputFiles outputs = new OutputFiles(false)) {
      outputs.write(output, out -> out.write("vectors".getBytes(StandardCharsets.UTF_8)));
      run.finish(outputs);
    }
  }

  @Test
  void shouldKeepNothingOfARunThatEnded() throws IOException {
    try (RunJournal.Run run = claim()) {
      run.record(CORPUS);
      checkpoint(run, 10);
      Files.writeString(folder().resolve(".checkpoint-2.77-1.tmp"), "of a killed owner");
      finish(run, root.resolve("out"));
    }
    assertThat(names()).containsExactly("fence", "run");
    RunIdentity other = new RunIdentity(Map.of("dimensions", "64"));
    try (RunJournal.Run run = RunFolder.of(folder()).claim(other)) {
      assertThat(run.counted()).isFalse();
      assertThat(run.position()).isEmpty();
    }
  }

  @Test
  void shouldRememberOutputsOfAPublicationThatWasCutOff() throws IOException {
    Path output = root.resolve("out");
    RunJournal.Run run = claim();
    try (OutputFiles outputs = new OutputFiles(false)) {
      outputs.write(output, out -> out.write(1));
      // What was written aside is gone, as if the disk failed in the middle of publishing.
      try (Stream<Path> files = Files.list(root)) {
        Files.delete(files.filter(file -> file.toString().endsWith(".tmp")).max(Comparator.naturalOrder()).orElseThrow());
      }
      assertThatThrownBy(() -> run.finish(outputs)).isInstanceOf(InputException.class);
    }
    run.close();
    assertThat(RunFolder.of(folder()).interruptedOutputs()).containsExactly(output.toAbsolutePath());
    assertThat(OutputFiles.allAmong(List.of(output), RunFolder.of(folder()).interruptedOutputs())).isTrue();
    assertThat(OutputFiles.allAmong(List.of(root.resolve("other")), List.of(output))).isFalse();
    try (RunJournal.Run next = claim()) {
      next.record(CORPUS);
      assertThat(RunFolder.of(folder()).interruptedOutputs()).as("until it ends").hasSize(1);
      finish(next, output);
    }
    assertThat(RunFolder.of(folder()).interruptedOutputs()).isEmpty();
  }

  /** Locks a file until its standard input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        System.out.println(lock.isValid());
        System.in.transferTo(OutputStream.nullOutputStream());
      }
    }
  }

  @Test
  void shouldHeedTheLocksOfOtherProcesses() throws Exception {
    claim().close();
    RunFolder impatient = new RunFolder(folder(), true, () -> {}, Duration.ofMillis(200));
    whileLocked("fence", () -> assertThatThrownBy(() -> impatient.claim(IDENTITY))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("a lock that another process has held for"));
    whileLocked("owner-1", () -> assertThatThrownBy(this::claim)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--take-over"));
    claim().close();
  }

  private void whileLocked(String file, Runnable action) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(ForkedJvm.command(Holder.class, "-XX:TieredStopAtLevel=1"));
    command.add(folder().resolve(file).toString());
    Process holder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      assertThat(holder.getInputStream().read()).as("says that it has the lock").isEqualTo('t');
      action.run();
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void shouldRefuseAFileForAFolder() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "x");
    assertThatThrownBy(() -> RunFolder.of(file).check()).isInstanceOf(InputException.class).hasMessageContaining("a file");
  }
}
