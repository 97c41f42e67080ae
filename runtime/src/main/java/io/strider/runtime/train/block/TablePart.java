package io.strider.runtime.train.block;

/**
 * A part of one of the two tables.
 *
 * @param table which
 * @param number from 0
 */
public record TablePart(Table table, int number) {

  /** The two tables of a skip-gram. */
  public enum Table {
    VERTEX,
    CONTEXT
  }
}
