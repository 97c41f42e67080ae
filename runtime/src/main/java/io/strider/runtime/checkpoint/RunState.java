package io.strider.runtime.checkpoint;

import io.strider.runtime.common.InputException;
import io.strider.runtime.output.OutputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a run folder: who owns the run and how far it is. Small, and replaced as a whole at each change.
 *
 * @param epoch fencing epoch of the owner; never falls, not even from one run in the folder to the next
 * @param owner the owner in words
 * @param stage what is being done
 * @param identity of the run
 * @param outputs what is being published, in the stage of that name
 */
record RunState(long epoch, String owner, Stage stage, RunIdentity identity, List<Path> outputs) {

  /** How far a run is. */
  enum Stage {
    COUNTING,
    TRAINING,
    PUBLISHING,
    ENDED
  }

  /** Copies the list. */
  RunState {
    outputs = List.copyOf(outputs);
  }

  RunState with(Stage next, List<Path> published) {
    return new RunState(epoch, owner, next, identity, published);
  }

  /** Replaces the file, durably. */
  void write(Path file) {
    try (OutputFiles files = new OutputFiles(true)) {
      files.write(
          file,
          out -> {
            CheckedOutput checked = new CheckedOutput(out, FileKind.STATE);
            checked.putLong(epoch);
            checked.putText(owner);
            checked.putText(stage.name());
            checked.putInt(identity.fields().size());
            for (Map.Entry<String, String> field : identity.fields().entrySet()) {
              checked.putText(field.getKey());
              checked.putText(field.getValue());
            }
            checked.putInt(outputs.size());
            for (Path output : outputs) {
              checked.putText(output.toString());
            }
            checked.finish();
          });
      files.publish();
    }
  }

  /**
   * The state in a file, or null where there is none.
   *
   * @throws InputException when the file is damaged or of another version
   */
  static @Nullable RunState read(Path file) {
    if (!Files.exists(file)) {
      return null;
    }
    try (CheckedInput in = CheckedInput.open(file, FileKind.STATE)) {
      long epoch = in.getLong();
      String owner = in.getText();
      Stage stage = Stage.valueOf(in.getText());
      Map<String, String> fields = new LinkedHashMap<>();
      for (int left = in.getInt(); left > 0; left--) {
        String name = in.getText();
        fields.put(name, in.getText());
      }
      List<Path> outputs = new ArrayList<>();
      for (int left = in.getInt(); left > 0; left--) {
        outputs.add(Path.of(in.getText()));
      }
      return new RunState(epoch, owner, stage, new RunIdentity(fields), outputs);
    } catch (IOException e) {
      throw CheckedInput.unreadable(file, e);
    }
  }
}
