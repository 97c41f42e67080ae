package io.strider.actors.api;

import io.strider.runtime.graph.Labels;
import java.util.ArrayList;
import java.util.List;

/**
 * One random walk. It owns its array; nobody else writes it.
 *
 * @param id 0 to W − 1 of the W = V · {@code walksPerVertex} walks; ids [r·V, (r + 1)·V) hold one walk from each vertex
 * @param vertices vertex ids in the order of the walk, the start first; 1 to {@code walkLength} of them. An id is 0 to
 *     V − 1, in the order of descending degree, ties by label, so it means the same in every run over the same graph
 * @param dictionary label by vertex id, for all walks of a run the same; can be read as long as any walk of the run is held
 */
public record Walk(long id, int[] vertices, Labels dictionary) {

  /** The labels of {@link #vertices}, in their order; a new list. */
  public List<String> labels() {
    List<String> labels = new ArrayList<>(vertices.length);
    for (int vertex : vertices) {
      labels.add(dictionary.label(vertex));
    }
    return labels;
  }
}
