package io.strider.actors.api;

import io.strider.runtime.graph.Labels;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * Labels that are given back when they are closed or when nobody can reach them any more: results and walks are handed out
 * with their labels, and a program need not say when it has done with them. Safe from any thread.
 */
final class HeldLabels implements Labels {

  private static final Cleaner CLEANER = Cleaner.create();

  private final Labels labels;
  private final Cleaner.Cleanable release;

  HeldLabels(Labels labels) {
    this.labels = labels;
    this.release = CLEANER.register(this, labels::close);
  }

  @Override
  public int size() {
    return labels.size();
  }

  @Override
  public byte[] utf8(int vertex) {
    try {
      return labels.utf8(vertex);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public int find(byte[] utf8) {
    try {
      return labels.find(utf8);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void close() {
    release.clean();
  }
}
