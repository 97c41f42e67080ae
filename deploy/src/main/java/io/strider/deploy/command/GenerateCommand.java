package io.strider.deploy.command;

import io.strider.deploy.report.Session;
import java.util.List;

/** x. */
final class GenerateCommand {
  private GenerateCommand() {}

  static List<Object> all(Session session) {
    return List.of();
  }
}
