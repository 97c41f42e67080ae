package io.strider.deploy.command;

import io.strider.deploy.report.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    BuildInfo build = BuildInfo.read();
    String commit = build.commit() == null ? "built outside a repository" : "commit " + build.commit();
    return new String[] {"strider " + build.version() + " (" + commit + "), Java " + Runtime.version()};
  }
}
