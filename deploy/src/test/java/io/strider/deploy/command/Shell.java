package io.strider.deploy.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strider.deploy.report.Session;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.time.Clock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;

/** Runs commands inside the test and keeps what they print. */
final class Shell {

  /** Examples of the source tree. */
  static final Path EXAMPLES = Path.of(System.getProperty("strider.root", "..")).resolve("examples/data");

  /** 34 vertices, 78 edges. */
  static final String KARATE = EXAMPLES.resolve("karate/edges.tsv").toString();

  /** Two classes. */
  static final String KARATE_LABELS = EXAMPLES.resolve("karate/labels.tsv").toString();

  private String input = "";
  private boolean terminal;
  private Cancellation cancellation = Cancellation.NEVER;

  /** What a command left. */
  record Outcome(int code, String out, String err) {

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(out);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + out, e);
      }
    }
  }

  Shell input(String text) {
    input = text;
    return this;
  }

  Shell onTerminal() {
    terminal = true;
    return this;
  }

  Shell cancelled() {
    return cancelledWhen(() -> true);
  }

  /** Once this holds, the person has asked to stop. */
  Shell cancelledWhen(BooleanSupplier holds) {
    AtomicBoolean asked = new AtomicBoolean();
    cancellation =
        () -> {
          if (holds.getAsBoolean()) {
            asked.set(true);
          }
          return asked.get();
        };
    return this;
  }

  private Session session(StringWriter out, StringWriter err) {
    return new Session(
        new PrintWriter(out),
        new PrintWriter(err),
        new ByteArrayInputStream(input.getBytes(UTF_8)),
        terminal,
        Clock.SYSTEM,
        InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z")),
        cancellation);
  }

  /** A command with its options as the words say, not run. */
  <C> C parse(List<String> words, Class<C> command) {
    CommandLine root = StriderCommand.tree(session(new StringWriter(), new StringWriter()), words);
    return command.cast(root.parseArgs(words.toArray(String[]::new)).subcommand().commandSpec().userObject());
  }

  Outcome run(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Session session = session(out, err);
    String[] text = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      text[i] = words[i].toString();
    }
    int code = StriderCommand.run(session, text);
    return new Outcome(code, out.toString(), err.toString());
  }
}
