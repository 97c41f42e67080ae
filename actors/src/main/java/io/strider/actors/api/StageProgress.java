package io.strider.actors.api;

import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageReport;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far one stage is. Immutable.
 *
 * @param stage which; {@link Stage#unit} says what its items are
 * @param plannedItems how many items it expects to work through, or −1 when that is not known
 * @param itemsDone how many it has worked through; never falls
 * @param ended its time, once it has ended
 */
public record StageProgress(Stage stage, long plannedItems, long itemsDone, @Nullable StageReport ended) {

  /** What the stage took, once it has ended. */
  public Optional<StageReport> report() {
    return Optional.ofNullable(ended);
  }

  /** The share done, 0 to 1, or NaN when it is not known. */
  public double share() {
    return ended != null ? 1 : plannedItems <= 0 ? Double.NaN : Math.min(1, (double) itemsDone / plannedItems);
  }
}
