package io.strider.runtime.corpus;

import java.util.Arrays;

/** Ranks vertices by count without boxing: one sort of packed longs for counts that fit, exact for any count. */
final class VocabularyOrder {

  private VocabularyOrder() {}

  static Vocabulary rank(long[] countOfVertex, long minCount) {
    int vertexCount = countOfVertex.length;
    long[] distinct = Arrays.stream(countOfVertex).filter(count -> count >= minCount).distinct().sorted().toArray();
    int[] kept = new int[distinct.length + 1];
    int[] classOf = new int[vertexCount];
    for (int v = 0; v < vertexCount; v++) {
      if (countOfVertex[v] < minCount) {
        classOf[v] = Vocabulary.DROPPED;
        continue;
      }
      int descending = distinct.length - 1 - Arrays.binarySearch(distinct, countOfVertex[v]);
      classOf[v] = descending;
      kept[descending + 1]++;
    }
    Arrays.parallelPrefix(kept, Integer::sum);
    int size = kept[distinct.length];
    int[] rowOfVertex = new int[vertexCount];
    int[] vertexOfRow = new int[size];
    long[] countOfRow = new long[size];
    for (int v = 0; v < vertexCount; v++) {
      if (classOf[v] == Vocabulary.DROPPED) {
        rowOfVertex[v] = Vocabulary.DROPPED;
        continue;
      }
      int row = kept[classOf[v]]++;
      rowOfVertex[v] = row;
      vertexOfRow[row] = v;
      countOfRow[row] = countOfVertex[v];
    }
    return new Vocabulary(rowOfVertex, vertexOfRow, countOfRow);
  }
}
