package io.strider.actors.cluster;

import io.strider.runtime.common.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Mutual TLS between nodes: each shows a certificate that the authority has issued, and takes in only those that do. All
 * certificates of a cluster have one name (CN or subject alternative name) in common; one with none in common is refused
 * too. PEM files; they are read again every five minutes, so they may be replaced while the node runs.
 *
 * @param key unencrypted RSA private key, PKCS #1 or #8
 * @param certificate of that key, issued by {@code authority} itself
 * @param authority certificate of the authority
 */
public record TlsSettings(Path key, Path certificate, Path authority) {

  /** Checks that the files can be read. */
  public TlsSettings {
    check("TLS key", key);
    check("TLS certificate", certificate);
    check("TLS authority", authority);
  }

  private static void check(String what, Path file) {
    if (!Files.isReadable(file)) {
      throw InputException.at(what, file.toString(), "a PEM file that can be read");
    }
  }
}
