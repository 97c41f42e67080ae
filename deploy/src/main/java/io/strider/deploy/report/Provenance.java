package io.strider.deploy.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strider.runtime.ingest.InputFile;
import io.strider.runtime.output.OutputFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * How an output came about, enough to make it again: a small JSON file {@code OUT.provenance.json} beside it. Filled by
 * the command and staged among the files that it publishes together.
 */
public final class Provenance {

  /** How ids are given to vertices: the corpus depends on it. */
  public static final String VERTEX_ORDER = "descending degree, ties by label bytes";

  private final ObjectNode tree = JsonNodeFactory.instance.objectNode();

  /**
   * Begins with what every run has.
   *
   * @param session tells the time
   * @param commandLine the words of the command as they were given, without the program's name
   */
  public Provenance(Session session, List<String> commandLine) {
    BuildInfo build = BuildInfo.read();
    tree.putObject("strider").put("version", build.version()).put("commit", build.commit());
    tree.put("time", session.instants().instant().toString());
    ArrayNode words = tree.putArray("commandLine");
    words.add("strider");
    commandLine.forEach(words::add);
    tree.put("java", Runtime.version().toString());
  }

  /** The file beside an output. */
  public static Path beside(Path output) {
    return output.resolveSibling(output.getFileName() + ".provenance.json");
  }

  /** The JSON object, for the fields of one kind of run. */
  public ObjectNode tree() {
    return tree;
  }

  /** Adds the files that were read. */
  public Provenance inputs(List<InputFile> inputs) {
    ArrayNode files = tree.putArray("inputs");
    for (InputFile input : inputs) {
      files.addObject().put("name", input.name()).put("bytes", input.bytes()).put("sha256", input.sha256());
    }
    return this;
  }

  /** Stages the file beside {@code output}. */
  public void stage(Path output, OutputFiles outputs) {
    byte[] text = (Json.pretty(tree) + "\n").getBytes(StandardCharsets.UTF_8);
    outputs.write(beside(output), out -> out.write(text));
  }
}
