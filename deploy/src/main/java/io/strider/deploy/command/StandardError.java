package io.strider.deploy.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;

/**
 * The real standard error. The JVM announces incubator modules on descriptor 2 and has no option against it, so the
 * launcher gives it a filter there and hands over the real one as another descriptor, named by a system property. The
 * descriptor itself is used, not its name under /dev: a file opened by name would have a position of its own and
 * overwrite what standard output writes to the same file.
 */
final class StandardError {

  private static final String DESCRIPTOR_PROPERTY = "strider.stderr.fd";

  private StandardError() {}

  /** Makes {@link System#err} the real one; leaves it alone when not started by the launcher. */
  static void install() {
    Integer descriptor = Integer.getInteger(DESCRIPTOR_PROPERTY);
    if (descriptor == null) {
      return;
    }
    try {
      Constructor<FileDescriptor> constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true);
      FileOutputStream out = new FileOutputStream(constructor.newInstance(descriptor));
      System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    } catch (ReflectiveOperationException | RuntimeException e) {
      System.err.println("strider: standard error stays behind the launcher's filter: " + e);
    }
  }
}
