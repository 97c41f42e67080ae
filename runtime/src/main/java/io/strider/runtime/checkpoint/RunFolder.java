package io.strider.runtime.checkpoint;

import io.strider.runtime.common.InputException;
import io.strider.runtime.common.ThisHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RunJournal} that is a folder: {@code run} (the state), {@code corpus}, up to two {@code checkpoint-N}, {@code
 * owner-E} (locked while the owner of epoch E lives) and {@code fence} (locked while something gets its name). Layouts:
 * docs/FORMATS.md. All processes that use a folder must see each other's file locks, as those of one host do.
 */
public final class RunFolder implements RunJournal {

  private static final Duration FENCE_PATIENCE = Duration.ofSeconds(30);

  private final Path folder;
  private final boolean takeOver;
  private final Runnable permission;
  private final Duration patience;

  RunFolder(Path folder, boolean takeOver, Runnable permission, Duration patience) {
    this.folder = folder.toAbsolutePath();
    this.takeOver = takeOver;
    this.permission = permission;
    this.patience = patience;
  }

  /** The run in a folder, which is made if it is missing; a run that a living process owns is refused. */
  public static RunFolder of(Path folder) {
    return new RunFolder(folder, false, () -> {}, FENCE_PATIENCE);
  }

  /** As {@link #of}, but a living owner is deposed. */
  public static RunFolder takingOver(Path folder) {
    return takingOver(folder, () -> {});
  }

  /**
   * As {@link #takingOver(Path)}, where somebody else says who may: a process that was asleep since it was told to must not depose
   * the one that was told after it, nor publish what that one is told to make.
   *
   * @param permission throws where this process may not claim the run, or end it; asked while no other process can do either
   */
  public static RunFolder takingOver(Path folder, Runnable permission) {
    return new RunFolder(folder, true, permission, FENCE_PATIENCE);
  }

  @Override
  public void check() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw InputException.at(folder.toString(), "a file", "a folder, or a name for a new one");
    }
    RunFiles files = Files.isDirectory(folder) ? files() : null;
    if (files != null && Files.exists(files.state())) {
      files.fence().within(() -> refuseOwned(files, RunState.read(files.state())));
    }
  }

  @Override
  public List<Path> interruptedOutputs() {
    RunState state = Files.isDirectory(folder) ? RunState.read(files().state()) : null;
    return state != null && state.stage() == RunState.Stage.PUBLISHING ? state.outputs() : List.of();
  }

  /**
   * Looks at what a run leaves behind, while nobody can claim it or publish its outputs.
   *
   * @param look is told whether the run has published its outputs and ended
   */
  public <T extends @Nullable Object> T inspect(Function<Boolean, T> look) {
    if (!Files.isDirectory(folder)) {
      return look.apply(false);
    }
    RunFiles files = files();
    return files.fence().within(
        () -> {
          RunState state = RunState.read(files.state());
          return look.apply(state != null && state.stage() == RunState.Stage.ENDED);
        });
  }

  @Override
  public Run claim(RunIdentity identity) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw InputException.at(folder.toString(), "no folder can be made: " + InputException.reason(e), "a folder that can be written", e);
    }
    RunFiles files = files();
    FolderRun.Claim claim = files.fence().within(() -> claim(files, identity));
    try {
      return FolderRun.of(files, claim);
    } catch (RuntimeException | Error failure) {
      claim.lock().close();
      throw failure;
    }
  }

  private FolderRun.Claim claim(RunFiles files, RunIdentity identity) {
    permission.run();
    RunState before = RunState.read(files.state());
    boolean goesOn = before != null && before.stage() != RunState.Stage.ENDED;
    if (before != null && goesOn) {
      refuseOwned(files, before);
      identity.requireSame(before.identity(), folder.toString());
    } else if (before != null) {
      files.deleteModel();
    }
    long epoch = before == null ? 1 : before.epoch() + 1;
    OwnerLock lock = OwnerLock.take(files.owner(epoch));
    if (lock == null) {
      throw InputException.at(files.owner(epoch).toString(), "a lock", "none: only owners lock it");
    }
    try {
      files.deleteTemporaries();
      RunState state =
          new RunState(
              epoch,
              thisProcess(),
              before != null && goesOn ? before.stage() : RunState.Stage.COUNTING,
              identity,
              before != null && goesOn ? before.outputs() : List.of());
      state.write(files.state());
      files.deleteOwnersBut(epoch);
      return new FolderRun.Claim(state, lock, permission);
    } catch (RuntimeException | Error failure) {
      lock.close();
      throw failure;
    }
  }

  /** Nothing, or a refusal. */
  private @Nullable Void refuseOwned(RunFiles files, @Nullable RunState state) {
    if (state == null || takeOver || !Files.exists(files.owner(state.epoch()))) {
      return null;
    }
    OwnerLock lock = OwnerLock.take(files.owner(state.epoch()));
    if (lock == null) {
      throw InputException.at(
          folder.toString(),
          "a run that " + state.owner() + " is working on (fencing epoch " + state.epoch() + ")",
          "the end of that process, or --take-over to depose it");
    }
    lock.close();
    return null;
  }

  private RunFiles files() {
    try {
      return new RunFiles(folder.toRealPath(), patience);
    } catch (IOException e) {
      throw InputException.at(folder.toString(), "not readable: " + e, "a folder that can be written", e);
    }
  }

  private static String thisProcess() {
    return "process " + ProcessHandle.current().pid() + " on " + ThisHost.name();
  }
}
