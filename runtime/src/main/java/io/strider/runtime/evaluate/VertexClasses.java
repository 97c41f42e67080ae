package io.strider.runtime.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which vertices belong to which classes. Vertices and classes are in the order of their names, so that nothing depends
 * on the order of lines in a file. Text on the heap: meant for the labelled part of a graph. Immutable.
 *
 * @param classNames ascending
 * @param vertexLabels ascending
 * @param classesOfVertex for each vertex its classes as positions in {@code classNames}, ascending, at least one
 */
public record VertexClasses(List<String> classNames, List<String> vertexLabels, List<int[]> classesOfVertex) {

  /** Keeps copies of the lists. */
  public VertexClasses {
    classNames = List.copyOf(classNames);
    vertexLabels = List.copyOf(vertexLabels);
    classesOfVertex = List.copyOf(classesOfVertex);
  }

  /** The classes of each vertex by name; vertices without a class are left out. */
  public static VertexClasses of(Map<String, ? extends NavigableSet<String>> classesByVertex) {
    NavigableSet<String> names = new TreeSet<>();
    classesByVertex.values().forEach(names::addAll);
    List<String> classNames = List.copyOf(names);
    Map<String, Integer> position = new HashMap<>();
    for (String name : classNames) {
      position.put(name, position.size());
    }
    NavigableMap<String, NavigableSet<String>> ordered = new TreeMap<>(classesByVertex);
    ordered.values().removeIf(NavigableSet::isEmpty);
    List<int[]> classes = new ArrayList<>(ordered.size());
    ordered.values().forEach(
        set -> classes.add(set.stream().mapToInt(name -> position.getOrDefault(name, -1)).toArray()));
    return new VertexClasses(classNames, List.copyOf(ordered.keySet()), Collections.unmodifiableList(classes));
  }
}
