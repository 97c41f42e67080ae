package io.strider.runtime.evaluate;

/** Makes the features of a pair from the vectors of its two vertices (node2vec, table 1); symmetric. */
public enum LinkOperator {
  HADAMARD("hadamard") {
    @Override
    double apply(double x, double y) {
      return x * y;
    }
  },
  AVERAGE("average") {
    @Override
    double apply(double x, double y) {
      return (x + y) / 2;
    }
  },
  WEIGHTED_L1("weighted-l1") {
    @Override
    double apply(double x, double y) {
      return Math.abs(x - y);
    }
  },
  WEIGHTED_L2("weighted-l2") {
    @Override
    double apply(double x, double y) {
      return (x - y) * (x - y);
    }
  };

  private final String label;

  LinkOperator(String label) {
    this.label = label;
  }

  /** The name as it stands in reports. */
  public String label() {
    return label;
  }

  /** The feature of one dimension. */
  abstract double apply(double x, double y);
}
