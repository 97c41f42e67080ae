package io.strider.actors.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate authority and a node's certificate, made by the JDK's keytool. */
final class Certificates {

  private static final String PASSWORD = "made-by-a-test";

  private Certificates() {}

  /** Makes an authority, and a certificate that it issues to {@code name}; writes the three PEM files. */
  static TlsSettings make(Path folder, String name) throws IOException, InterruptedException, GeneralSecurityException {
    Files.createDirectories(folder);
    Path store = folder.resolve("store.p12");
    keytool(store, "-alias", "ca", "-dname", "CN=authority", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
    return issue(folder, name);
  }

  /** One more certificate of an authority that {@link #make} has made, for another name. */
  static TlsSettings issue(Path folder, String name) throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("store.p12");
    keytool(store, "-alias", name, "-dname", "CN=" + name, "-signer", "ca", "-ext", "san=dns:" + name);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return new TlsSettings(
        pem(folder.resolve(name + ".key"), "PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded()),
        pem(folder.resolve(name + ".crt"), "CERTIFICATE", keys.getCertificate(name).getEncoded()),
        pem(folder.resolve("ca.crt"), "CERTIFICATE", keys.getCertificate("ca").getEncoded()));
  }

  private static Path pem(Path file, String what, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    return Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
  }

  private static void keytool(Path store, String... rest) throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of("-genkeypair", "-keyalg", "RSA", "-keysize", "2048", "-validity", "2"));
    line.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    line.addAll(List.of(rest));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
  }
}
