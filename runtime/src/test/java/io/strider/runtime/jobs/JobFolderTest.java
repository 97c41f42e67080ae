package io.strider.runtime.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.checkpoint.RunFolder;
import io.strider.runtime.checkpoint.RunIdentity;
import io.strider.runtime.checkpoint.RunJournal;
import io.strider.runtime.common.InputException;
import io.strider.runtime.jobs.JobState.Outcome;
import io.strider.runtime.jobs.JobState.Stage;
import io.strider.runtime.output.OutputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JobFolderTest {

  private static final int VERSION_AT = 8;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path workspace;

  private static final JobState FIRST =
      JobState.submitted("job-1", "key", List.of("embed", "/data/größe.tsv", "--seed", "7"));

  private JobFolder folder() {
    return JobFolder.inWorkspace(workspace);
  }

  private Path job(String id) {
    return workspace.resolve("jobs").resolve(id).resolve("job");
  }

  @Test
  void shouldReadWhatItKept() {
    JobState running = FIRST.givenTo("10.0.0.1:2551#-77").at(Stage.CANCELLING);
    JobState done = JobState.submitted("job-12", "k2", List.of("embed")).givenTo("h:1#2").ended(Stage.DONE, new Outcome(0, "{\"walks\":3}"));
    JobJournal.Held held = folder().claim();
    held.keep(FIRST);
    held.keep(done);
    held.keep(running);
    assertThat(folder().read("job-1")).isEqualTo(running);
    JobJournal.Held next = folder().claim();
    assertThat(next.jobs()).containsExactly(running, done);
    assertThat(next.warnings()).isEmpty();
    assertThat(next.epoch()).isEqualTo(held.epoch() + 1);
  }

  @Test
  void shouldLetADeposedCoordinatorChangeNothing() throws IOException {
    JobJournal.Held old = folder().claim();
    old.keep(FIRST);
    Files.createDirectories(folder().runOf("job-1"));
    byte[] before = Files.readAllBytes(job("job-1"));
    folder().claim();
    for (Runnable change :
        List.<Runnable>of(
            () -> old.keep(FIRST.givenTo("h:1#2")), () -> old.clear("job-1"), () -> old.remove("job-1"))) {
      assertThatThrownBy(change::run)
          .isInstanceOf(InputException.class)
          .hasMessageContaining("fencing epoch 2")
          .hasMessageContaining("epoch 1");
    }
    assertThat(job("job-1")).hasBinaryContent(before);
    assertThat(folder().runOf("job-1")).isDirectory();
  }

  @Test
  void shouldClearTheRunAndForgetTheJob() throws IOException {
    JobJournal.Held held = folder().claim();
    held.keep(FIRST);
    Path run = Files.createDirectories(folder().runOf("job-1"));
    Files.writeString(run.resolve("checkpoint-3"), "model");
    held.clear("job-1");
    assertThat(run).doesNotExist();
    assertThat(folder().read("job-1")).isEqualTo(FIRST);
    held.remove("job-1");
    held.remove("job-1");
    assertThat(job("job-1").getParent()).doesNotExist();
    assertThat(folder().claim().jobs()).isEmpty();
  }

  @Test
  void shouldPassOverADamagedJobAndSaySo() throws IOException {
    JobJournal.Held held = folder().claim();
    held.keep(FIRST);
    held.keep(JobState.submitted("job-2", "k2", List.of("embed")));
    byte[] bytes = Files.readAllBytes(job("job-1"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(job("job-1"), bytes);
    JobJournal.Held next = folder().claim();
    assertThat(next.jobs()).extracting(JobState::id).containsExactly("job-2");
    assertThat(next.warnings()).singleElement().asString().contains("job-1", "checksum");
  }

  @Test
  void shouldCountTheNumbersOfDamagedJobs() throws IOException {
    JobJournal.Held held = folder().claim();
    assertThat(held.lastNumber()).isZero();
    held.keep(FIRST);
    held.keep(JobState.submitted("job-7", "k2", List.of("embed")));
    Files.writeString(job("job-7"), "damaged");
    JobJournal.Held next = folder().claim();
    JobScheduleLogic logic =
        new JobScheduleLogic(new JobScheduleLogic.Limits(9, 9, 1_000, 20), "h:1#2", next.jobs(), next.lastNumber(), 0);
    assertThat(logic.onSubmit("k3", List.of("embed"), 0).job().map(JobState::id)).contains("job-8");
  }

  /** A publication that is going on ends with the report in its place, and the run ended. */
  @Test
  void shouldWaitForAReportThatIsBeingPublished() throws Exception {
    folder().claim().keep(FIRST);
    Path report = folder().reportOf("job-1");
    CountDownLatch publishing = new CountDownLatch(1);
    FutureTask<Optional<String>> looked =
        new FutureTask<>(
            () -> {
              publishing.await();
              return folder().published("job-1");
            });
    Thread looker = Thread.ofPlatform().unstarted(looked);
    Runnable atTheEnd =
        () -> {
          publishing.countDown();
          while (looker.isAlive() && looker.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
          }
        };
    AtomicBoolean ends = new AtomicBoolean();
    RunFolder owned =
        RunFolder.takingOver(
            folder().runOf("job-1"),
            () -> {
              if (ends.get()) {
                atTheEnd.run();
              }
            });
    looker.start();
    try (RunJournal.Run run = owned.claim(new RunIdentity(Map.of()));
        OutputFiles files = new OutputFiles(false)) {
      ends.set(true);
      files.write(report, out -> out.write('r'));
      run.finish(files);
    }
    assertThat(looked.get()).contains("r");
  }

  @Test
  void shouldRemoveTheReportOfAPublicationThatWasCutOff() throws IOException {
    folder().claim().keep(FIRST);
    RunFolder.of(folder().runOf("job-1")).claim(new RunIdentity(Map.of())).close();
    Path report = Files.writeString(folder().reportOf("job-1"), "r");
    assertThat(folder().published("job-1")).isEmpty();
    assertThat(report).doesNotExist();
  }

  @Test
  void shouldNameAnotherVersion() throws IOException {
    folder().claim().keep(FIRST);
    byte[] bytes = Files.readAllBytes(job("job-1"));
    bytes[VERSION_AT] = 99;
    Files.write(job("job-1"), bytes);
    assertThatThrownBy(() -> folder().read("job-1")).hasMessageContaining("found version 99, expected version 1");
  }

  @Test
  void shouldSayThatAnotherWorkspaceHasNoSuchJob() {
    assertThatThrownBy(() -> folder().read("job-3"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("job-3")
        .hasMessageContaining("--workspace must be the same folder");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "job-", "job-0", "job-1/..", "../job-1", "job-1234567890", "run"})
  void shouldTakeNoOtherNameForAJob(String id) {
    assertThatThrownBy(() -> folder().read(id)).isInstanceOf(InputException.class).hasMessageContaining("job-N");
  }
}
