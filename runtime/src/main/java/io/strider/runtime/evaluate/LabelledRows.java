package io.strider.runtime.evaluate;

import io.strider.runtime.vectors.VectorSet;
import java.util.Arrays;

/**
 * The labelled vertices that have a vector, in the order of their labels.
 *
 * @param rows of the vector table
 * @param classes of each, as positions among the classes that occur
 * @param classCount classes that occur
 * @param withoutVector labelled vertices that were left out
 */
record LabelledRows(int[] rows, int[][] classes, int classCount, int withoutVector) {

  private static final int UNUSED = -1;

  static LabelledRows join(VectorSet vectors, VertexClasses labelled) {
    int vertices = labelled.vertexLabels().size();
    int[] rows = new int[vertices];
    int[][] classes = new int[vertices][];
    int[] renumbered = new int[labelled.classNames().size()];
    Arrays.fill(renumbered, UNUSED);
    int found = 0;
    for (int i = 0; i < vertices; i++) {
      int row = vectors.labels().find(labelled.vertexLabels().get(i));
      if (row >= 0) {
        rows[found] = row;
        classes[found] = labelled.classesOfVertex().get(i);
        Arrays.stream(classes[found]).forEach(c -> renumbered[c] = 0);
        found++;
      }
    }
    int classCount = 0;
    for (int c = 0; c < renumbered.length; c++) {
      renumbered[c] = renumbered[c] == UNUSED ? UNUSED : classCount++;
    }
    int[][] kept = new int[found][];
    for (int i = 0; i < found; i++) {
      kept[i] = Arrays.stream(classes[i]).map(c -> renumbered[c]).toArray();
    }
    return new LabelledRows(Arrays.copyOf(rows, found), kept, classCount, vertices - found);
  }

  int size() {
    return rows.length;
  }

  boolean has(int vertex, int classNumber) {
    return Arrays.binarySearch(classes[vertex], classNumber) >= 0;
  }
}
