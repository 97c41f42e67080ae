package io.strider.deploy.command;

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

/** A certificate authority and a certificate that it has issued, made by the JDK's keytool, as options of a command. */
final class Authority {

  private static final String PASSWORD = "made-by-a-test";
  private static final String NAME = "strider";

  private Authority() {}

  /** Makes the three PEM files in a folder; the options that name them. */
  static List<String> options(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve("store.p12");
    keytool(store, "-alias", "ca", "-dname", "CN=authority", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
    keytool(store, "-alias", NAME, "-dname", "CN=" + NAME, "-signer", "ca", "-ext", "san=dns:" + NAME);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return List.of(
        "--tls-key",
        pem(folder.resolve("node.key"), "PRIVATE KEY", keys.getKey(NAME, PASSWORD.toCharArray()).getEncoded()),
        "--tls-certificate",
        pem(folder.resolve("node.crt"), "CERTIFICATE", keys.getCertificate(NAME).getEncoded()),
        "--tls-ca",
        pem(folder.resolve("ca.crt"), "CERTIFICATE", keys.getCertificate("ca").getEncoded()));
  }

  private static String pem(Path file, String what, byte[] der) throws IOException {
    String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    String text = "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
    return Files.writeString(file, text).toString();
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
