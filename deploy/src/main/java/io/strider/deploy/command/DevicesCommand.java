package io.strider.deploy.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.strider.deploy.report.Figures;
import io.strider.deploy.report.Run;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.DeviceException;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TrainerDevices;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingDevice;
import java.util.List;
import picocli.CommandLine.Command;

/** What can train on this machine. */
@Command(
    name = "devices",
    description = "Lists what can train on this machine; where no GPU can, says which piece is missing.",
    footer = {
      "",
      "Examples:",
      "  strider devices",
      "  strider embed edges.tsv -o vectors.txt --trainer cuda --device 1"
    })
final class DevicesCommand extends Job {

  DevicesCommand(Session session) {
    super(session);
  }

  @Override
  void work(Run run) {
    String processor = SkipGramTrainers.processor();
    run.print("cpu     " + processor);
    run.summary().put("processor", processor);
    ArrayNode devices = run.summary().putArray("devices");
    run.summary().putNull("missing");
    try {
      list(TrainerDevices.list(TrainerKind.CUDA), devices, run);
    } catch (DeviceException e) {
      run.print("cuda    none: " + e.getMessage());
      run.summary().put("missing", e.getMessage());
    }
  }

  private static void list(List<TrainingDevice> found, ArrayNode devices, Run run) {
    for (TrainingDevice device : found) {
      String unusable = device.unusable();
      run.print(
          "cuda %-2d %s, %s, %s%s"
              .formatted(
                  device.number(),
                  device.name(),
                  device.capability(),
                  Figures.bytes(device.memoryBytes()),
                  unusable == null ? "" : "; cannot train: " + unusable));
      devices
          .addObject()
          .put("number", device.number())
          .put("name", device.name())
          .put("capability", device.capability())
          .put("memoryBytes", device.memoryBytes())
          .put("unusable", unusable);
    }
  }
}
