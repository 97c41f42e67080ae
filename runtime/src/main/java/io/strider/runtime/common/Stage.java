package io.strider.runtime.common;

import java.util.Locale;

/** The stages of the workflow in the order in which data flow, each with the unit that its items are counted in. */
public enum Stage {
  INGEST("edges"),
  /** What nodes do with the edges that they have read: numbering, sorting, writing rows. */
  INDEX("tasks"),
  WALK("steps"),
  VOCABULARY("tokens"),
  TRAIN("tokens"),
  EVALUATE("splits"),
  GENERATE("edges"),
  WRITE("vectors");

  private final String unit;

  Stage(String unit) {
    this.unit = unit;
  }

  /** What one item of this stage is, in the plural. */
  public String unit() {
    return unit;
  }

  /** The name as it stands in reports: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
