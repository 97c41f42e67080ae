package io.strider.runtime.evaluate;

import io.strider.runtime.common.InputException;
import io.strider.runtime.ingest.Decompression;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Reads the classes of vertices: UTF-8 text, a line a pair {@code vertex TAB class}, several lines for several classes of
 * one vertex, plain, gzip or Zstandard (told by content). A byte order mark and empty lines are passed over and a pair that comes twice counts once; there
 * are no comments, since a vertex may be called anything.
 */
public final class LabelsFile {

  private static final int SHOWN_CHARACTERS = 60;

  /** As the bytes of the first line, each a character. */
  private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";

  private LabelsFile() {}

  /**
   * Reads a file.
   *
   * @throws InputException naming file and line of what cannot be read
   */
  public static VertexClasses read(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw InputException.at(file.toString(), "no readable file", "lines of vertex TAB class");
    }
    Map<String, NavigableSet<String>> classes = new HashMap<>();
    long line = 0;
    try (BufferedReader in = open(file)) {
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        if (line == 1 && text.startsWith(BYTE_ORDER_MARK)) {
          text = text.substring(BYTE_ORDER_MARK.length());
        }
        if (!text.isEmpty()) {
          String place = file + ":" + line;
          addLine(place, decode(place, text), classes);
        }
      }
    } catch (IOException e) {
      throw InputException.at(
          file + " behind line " + line, "a failure to read: " + InputException.reason(e), "a whole file", e);
    }
    if (classes.isEmpty()) {
      throw InputException.at(file.toString(), "no line", "lines of vertex TAB class");
    }
    return VertexClasses.of(classes);
  }

  /** The text whose bytes are the characters of {@code bytes}. */
  private static String decode(String place, String bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
    } catch (CharacterCodingException e) {
      throw InputException.at(place, "bytes that are not UTF-8", "UTF-8 text", e);
    }
  }

  private static void addLine(String place, String text, Map<String, NavigableSet<String>> classes) {
    int tab = text.indexOf('\t');
    if (tab <= 0 || tab == text.length() - 1 || text.indexOf('\t', tab + 1) >= 0) {
      String shown = text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "…";
      throw InputException.at(place, "'" + shown.replace("\t", "\\t") + "'", "vertex TAB class");
    }
    classes.computeIfAbsent(text.substring(0, tab), vertex -> new TreeSet<>()).add(text.substring(tab + 1));
  }

  /** Lines of bytes, each as one character, so that text that is not UTF-8 is met in its own line. */
  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(new InputStreamReader(Decompression.open(file), StandardCharsets.ISO_8859_1));
  }
}
