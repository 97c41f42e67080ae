package io.strider.deploy.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;

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

  /** The object that a script finds on standard output when a command with {@code --json} failed. */
  public static String error(int exitCode, String message) {
    var tree = JsonNodeFactory.instance.objectNode();
    tree.putObject("error").put("exitCode", exitCode).put("message", message);
    return line(tree);
  }

  private static String write(ObjectMapper mapper, JsonNode tree) {
    try {
      return mapper.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
