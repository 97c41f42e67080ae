package io.strider.runtime.train.block;

import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.train.block.TablePart.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Both tables are cut into {@code parts} parts of rows (row r in part r mod parts, so that frequent rows, which come first,
 * are spread). A block is a vertex part with a context part; trained are the pairs whose vertex row is in the one and
 * whose output rows are in the other. In a round every device has a block, no two of them a part in common. A device
 * keeps its vertex part for {@code parts} rounds while the context parts rotate through all devices; then it takes the
 * next vertex part. Between rounds all devices wait: first everything is stored, then loaded.
 *
 * <p>An episode is all {@code parts² / devices} rounds: every pair of a vertex row and a context row is in exactly one
 * block of it.
 *
 * @param rows of each table
 * @param rowBytes of a row of one table
 * @param devices that work side by side
 * @param parts of each table; a multiple of {@code devices}
 */
public record BlockPlan(int rows, long rowBytes, int devices, int parts) {

  /** The most parts: with more, a block has so little to train that moving it is all that happens. */
  public static final int MAX_PARTS = 1024;

  /** The most devices. */
  public static final int MAX_DEVICES = 64;

  /** Checks every range. */
  public BlockPlan {
    require(rows >= 1, "rows of a table", rows, "at least 1");
    require(rowBytes >= 1, "bytes of a row", rowBytes, "at least 1");
    require(devices >= 1 && devices <= MAX_DEVICES, "devices", devices, "1 to " + MAX_DEVICES);
    require(
        parts >= devices && parts <= MAX_PARTS && parts % devices == 0,
        "parts of a table",
        parts,
        "a multiple of " + devices + " up to " + MAX_PARTS);
  }

  /** What a device trains in a round. */
  public record Block(int vertexPart, int contextPart) {}

  /** What a device does before a round: first it stores, then it loads what every device has stored. */
  public record Transfers(List<TablePart> stores, List<TablePart> loads) {}

  /**
   * The plan with the fewest parts that fits, which moves the fewest bytes.
   *
   * @param budgetBytes of each device, for one block
   * @throws LimitException when not even the smallest parts fit
   */
  public static BlockPlan of(int rows, long rowBytes, int devices, long budgetBytes) {
    require(devices >= 1 && devices <= MAX_DEVICES, "devices", devices, "1 to " + MAX_DEVICES);
    for (int parts = devices; parts <= MAX_PARTS; parts += devices) {
      BlockPlan plan = new BlockPlan(rows, rowBytes, devices, parts);
      if (plan.residentBytes() <= budgetBytes) {
        return plan;
      }
    }
    BlockPlan finest = new BlockPlan(rows, rowBytes, devices, MAX_PARTS / devices * devices);
    throw new LimitException(
        "a device has " + budgetBytes + " bytes for tables, and even in " + finest.parts() + " parts a block has "
            + finest.residentBytes());
  }

  private static void require(boolean holds, String place, long found, String expected) {
    if (!holds) {
      throw InputException.at(place, String.valueOf(found), expected);
    }
  }

  /** Rounds of an episode. */
  public int rounds() {
    return parts / devices * parts;
  }

  /** The block of a device in a round of the episode. */
  public Block block(int round, int device) {
    int group = round / parts;
    return new Block(group * devices + device, (device + round) % parts);
  }

  /** The part of a row, in either table. */
  public int partOf(int row) {
    return row % parts;
  }

  /** Where in its part a row lies. */
  public int placeOf(int row) {
    return row / parts;
  }

  /** The row at a place of a part: {@link #partOf} and {@link #placeOf} backwards. */
  public int rowAt(int part, int place) {
    return place * parts + part;
  }

  /** Rows of a part, in either table. */
  public int rowsOf(int part) {
    return (int) (((long) rows - part + parts - 1) / parts);
  }

  /** The most bytes that a device holds at a time: the largest vertex part and the largest context part. */
  public long residentBytes() {
    return 2L * rowsOf(0) * rowBytes;
  }

  /** What a device moves before a round; before the first it only loads. */
  public Transfers transfersBefore(int round, int device) {
    if (round == 0) {
      return new Transfers(List.of(), held(round, device));
    }
    List<TablePart> before = held(round - 1, device);
    List<TablePart> after = held(round, device);
    return new Transfers(without(before, after), without(after, before));
  }

  /** What a device stores after the last round. */
  public List<TablePart> storesAtTheEnd(int device) {
    return held(rounds() - 1, device);
  }

  private List<TablePart> held(int round, int device) {
    Block block = block(round, device);
    return List.of(
        new TablePart(Table.VERTEX, block.vertexPart()), new TablePart(Table.CONTEXT, block.contextPart()));
  }

  private static List<TablePart> without(List<TablePart> parts, List<TablePart> others) {
    List<TablePart> left = new ArrayList<>(parts);
    left.removeAll(others);
    return List.copyOf(left);
  }

  /** Bytes that all devices load in an episode; as many are stored. */
  public long bytesLoaded() {
    long bytes = 0;
    for (int round = 0; round < rounds(); round++) {
      for (int device = 0; device < devices; device++) {
        for (TablePart part : transfersBefore(round, device).loads()) {
          bytes += rowsOf(part.number()) * rowBytes;
        }
      }
    }
    return bytes;
  }
}
