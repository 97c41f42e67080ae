package io.strider.runtime.checkpoint;

import io.strider.runtime.common.InputException;
import io.strider.runtime.common.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that decides the result of a run, by name: two runs of equal identity have the same vectors. Immutable.
 *
 * @param fields values by the names that people know them by, in the order in which they are told
 */
public record RunIdentity(Map<String, String> fields) {

  /** Copies the map. */
  public RunIdentity {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** SHA-256 of all names and values, in hexadecimal: a mark for files that belong to the run. */
  public String digest() {
    StringBuilder text = new StringBuilder();
    fields.forEach((name, value) -> text.append(name).append('\0').append(value).append('\0'));
    return HexFormat.of().formatHex(Sha256.start().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Holds this identity to that of a run that was begun.
   *
   * @param place where that run is kept
   * @throws InputException naming every field that differs
   */
  void requireSame(RunIdentity begun, String place) {
    List<String> found = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>(begun.fields.keySet());
    names.addAll(fields.keySet());
    for (String name : names) {
      String here = fields.getOrDefault(name, "nothing");
      String there = begun.fields.getOrDefault(name, "nothing");
      if (!here.equals(there)) {
        found.add(name + " " + here);
        expected.add(name + " " + there);
      }
    }
    if (!found.isEmpty()) {
      throw InputException.at(
          place,
          String.join(", ", found),
          String.join(", ", expected)
              + ", as the unfinished run there was begun with; take another folder, or delete this one, to begin anew");
    }
  }
}
