package io.strider.deploy.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;

/** JSON text of trees. Stateless. */
public final class Json {

  private Json() {}

  /** On one line. */
  static String line(JsonNode tree) {
    return write(new ObjectMapper(), tree);
  }

  /** Indented, for files that people read. */
  static String pretty(JsonNode tree) {
    return write(new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT), tree);
  }

  /** The object that {@link #line} wrote. */
  static ObjectNode read(String text) {
    try {
      return (ObjectNode) new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The object that a script finds on standard output when a command with {@code --json} failed. */
  public static String error(int exitCode, String message) {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("error").put("exitCode", exitCode).put("message", message);
    return line(tree);
  }

  /**
   * The object of a command that ran others.
   *
   * @param lines the words of each
   * @param reports the JSON object that each printed
   */
  public static String commands(List<List<String>> lines, List<String> reports) {
    ArrayNode commands = JsonNodeFactory.instance.arrayNode();
    ObjectMapper mapper = new ObjectMapper();
    for (int i = 0; i < reports.size(); i++) {
      ObjectNode command = commands.addObject();
      lines.get(i).forEach(command.putArray("commandLine").add("strider")::add);
      try {
        command.set("report", mapper.readTree(reports.get(i)));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
    }
    return line(JsonNodeFactory.instance.objectNode().set("commands", commands));
  }

  private static String write(ObjectMapper mapper, JsonNode tree) {
    try {
      return mapper.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
