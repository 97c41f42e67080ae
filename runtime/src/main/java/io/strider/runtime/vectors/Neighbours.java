package io.strider.runtime.vectors;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The k nearest vectors by cosine, exactly: every vector is scanned, in blocks that run in parallel. Ties go to the
 * smaller label (UTF-8 bytes as unsigned values), so the answer depends on the vectors alone. Safe from any thread.
 */
public final class Neighbours {

  private static final int BLOCK_ROWS = 1 << 14;
  private static final int NOBODY = -1;

  private final VectorSet vectors;
  private final Comparator<Hit> nearestFirst;

  private record Hit(int row, double cosine) {}

  /** Prepares nothing; each query scans. */
  public Neighbours(VectorSet vectors) {
    this.vectors = vectors;
    this.nearestFirst =
        Comparator.comparingDouble(Hit::cosine)
            .reversed()
            .thenComparing(hit -> vectors.labels().utf8(hit.row), Arrays::compareUnsigned);
  }

  /**
   * The vertices nearest to a vertex, itself left out.
   *
   * @param k how many, at least 1; fewer come back when there are not so many
   * @throws InputException when the vertex has no vector or k is too small
   */
  public List<Neighbour> nearest(String label, int k, Cancellation cancellation) {
    int row = vectors.labels().find(label);
    if (row < 0) {
      throw InputException.at("vertex", "'" + label + "', which has no vector", "a label of the vector file");
    }
    float[] query = new float[vectors.table().dimensions()];
    vectors.table().read(row, query, 0);
    return scan(query, row, k, cancellation);
  }

  /**
   * The vertices nearest to any vector.
   *
   * @param query D floats
   * @param k how many, at least 1; fewer come back when there are not so many
   * @throws InputException when the dimensions differ, a number is not finite, or k is too small
   */
  public List<Neighbour> nearest(float[] query, int k, Cancellation cancellation) {
    int dimensions = vectors.table().dimensions();
    if (query.length != dimensions) {
      throw InputException.at("query", query.length + " numbers", dimensions + " as the vectors have dimensions");
    }
    for (float x : query) {
      if (!Float.isFinite(x)) {
        throw InputException.at("query", String.valueOf(x), "finite numbers");
      }
    }
    return scan(query, NOBODY, k, cancellation);
  }

  private List<Neighbour> scan(float[] query, int excludedRow, int k, Cancellation cancellation) {
    if (k < 1) {
      throw InputException.at("number of neighbours", String.valueOf(k), "at least 1");
    }
    int blocks = (int) (((long) vectors.size() + BLOCK_ROWS - 1) / BLOCK_ROWS);
    double queryNorm = Math.sqrt(CosineKernel.dot(query, 0, query, 0, query.length));
    return IntStream.range(0, blocks)
        .parallel()
        .mapToObj(block -> scanBlock(block, query, queryNorm, excludedRow, k, cancellation))
        .flatMap(List::stream)
        .sorted(nearestFirst)
        .limit(k)
        .map(hit -> new Neighbour(vectors.labels().label(hit.row), hit.cosine))
        .toList();
  }

  /** The k best of one block, best first: an insertion into a short sorted list, since few rows get that far. */
  private List<Hit> scanBlock(
      int block, float[] query, double queryNorm, int excludedRow, int k, Cancellation cancellation) {
    cancellation.check();
    List<Hit> best = new ArrayList<>();
    float[] vector = new float[query.length];
    int first = block * BLOCK_ROWS;
    int end = (int) Math.min(vectors.size(), (long) first + BLOCK_ROWS);
    for (int row = first; row < end; row++) {
      if (row == excludedRow) {
        continue;
      }
      double cosine = cosine(row, query, queryNorm, vector);
      if (best.size() == k && cosine < best.getLast().cosine) {
        continue;
      }
      Hit hit = new Hit(row, cosine);
      int at = java.util.Collections.binarySearch(best, hit, nearestFirst);
      best.add(at < 0 ? -1 - at : at, hit);
      if (best.size() > k) {
        best.removeLast();
      }
    }
    return best;
  }

  private double cosine(int row, float[] query, double queryNorm, float[] vector) {
    vectors.table().read(row, vector, 0);
    double norm = Math.sqrt(CosineKernel.dot(vector, 0, vector, 0, query.length));
    double product = CosineKernel.dot(vector, 0, query, 0, query.length);
    return norm == 0 || queryNorm == 0 ? 0 : Math.clamp(product / (norm * queryNorm), -1.0, 1.0);
  }
}
