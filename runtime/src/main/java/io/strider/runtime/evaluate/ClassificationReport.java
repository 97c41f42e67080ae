package io.strider.runtime.evaluate;

import java.util.List;

/**
 * The result of a classification.
 *
 * @param vertices labelled vertices with a vector: the ones that were split
 * @param withoutVector labelled vertices without a vector, left out
 * @param classes classes with at least one of {@code vertices}: the ones that Macro-F1 is the mean over
 * @param trainVertices vertices that each split fitted on
 * @param splits one score a split, in order
 */
public record ClassificationReport(
    int vertices, int withoutVector, int classes, int trainVertices, List<SplitScore> splits) {

  /** Keeps a copy of the list. */
  public ClassificationReport {
    splits = List.copyOf(splits);
  }

  /** Over the splits. */
  public Summary macroF1() {
    return Summary.of(splits.stream().mapToDouble(SplitScore::macroF1).toArray());
  }

  /** Over the splits. */
  public Summary microF1() {
    return Summary.of(splits.stream().mapToDouble(SplitScore::microF1).toArray());
  }
}
