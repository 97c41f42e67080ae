package io.strider.runtime.evaluate;

/** Union-find with path halving and union by size (Tarjan, van Leeuwen, JACM 1984). */
final class DisjointSets {

  private final int[] parent;
  private final int[] size;

  DisjointSets(int count) {
    parent = new int[count];
    size = new int[count];
    for (int i = 0; i < count; i++) {
      parent[i] = i;
      size[i] = 1;
    }
  }

  int find(int member) {
    int at = member;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** Joins the sets of both; false when they were one already. */
  boolean join(int a, int b) {
    int rootA = find(a);
    int rootB = find(b);
    if (rootA == rootB) {
      return false;
    }
    int large = size[rootA] >= size[rootB] ? rootA : rootB;
    int small = large == rootA ? rootB : rootA;
    parent[small] = large;
    size[large] += size[small];
    return true;
  }
}
