package io.strider.runtime.plan;

import io.strider.runtime.common.LimitException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The memory of a run, part by part, and the wave that fits into what is left of the budget. Refuses a budget that cannot
 * hold the run with all the numbers. Immutable once {@link Builder#build built}.
 */
public final class MemoryPlan {

  /** Walks in the largest wave: a few seconds of training, so that progress shows and a stop is heard. */
  public static final int MAX_WAVE_WALKS = 1 << 16;

  /** What the process needs before any data: code, actors, thread stacks, collector. */
  public static final long PROCESS_BYTES = 256L << 20;

  /** Bytes of walkers and trails on their way, a walk of a wave, beside its row of the matrix. */
  private static final long TRAVEL_BYTES = 64;

  private final Map<String, Long> parts;
  private final int walksPerWave;

  private MemoryPlan(Map<String, Long> parts, int walksPerWave) {
    this.parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    this.walksPerWave = walksPerWave;
  }

  /** Walks of every wave but the last. */
  public int walksPerWave() {
    return walksPerWave;
  }

  /** Bytes by part in the order in which they were added, the waves last. */
  public Map<String, Long> parts() {
    return parts;
  }

  /** All parts together, in bytes. */
  public long totalBytes() {
    return parts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Collects the parts of a plan. */
  public static final class Builder {
    private final Map<String, Long> parts = new LinkedHashMap<>();

    /** Starts with what the process itself needs. */
    public Builder() {
      parts.put("process", PROCESS_BYTES);
    }

    /** Adds a part that must be in memory all the time. */
    public Builder add(String part, long bytes) {
      parts.merge(part, bytes, Long::sum);
      return this;
    }

    /**
     * Sizes the wave.
     *
     * @param budgetBytes what the run may use
     * @param totalWalks walks of the corpus
     * @param walkLength vertices in a walk
     * @param multiple every wave but the last holds a multiple of so many walks
     * @param waves in memory at once; smaller where the budget is
     * @throws LimitException when not even one multiple fits
     */
    public MemoryPlan build(long budgetBytes, long totalWalks, int walkLength, int multiple, int waves) {
      long fixed = parts.values().stream().mapToLong(Long::longValue).sum();
      long bytesPerWalk = waves * (2L * (4L * walkLength + 8) + TRAVEL_BYTES);
      long wanted = Math.min(MAX_WAVE_WALKS, roundUp(totalWalks, multiple));
      wanted = Math.min(wanted, (Integer.MAX_VALUE - 8) / walkLength);
      long affordable = Math.max(0, budgetBytes - fixed) / bytesPerWalk;
      long walks = Math.min(wanted, affordable) / multiple * multiple;
      if (walks == 0) {
        throw refuse(budgetBytes, fixed + multiple * bytesPerWalk, multiple * bytesPerWalk);
      }
      Map<String, Long> all = new LinkedHashMap<>(parts);
      all.put("waves", walks * bytesPerWalk);
      return new MemoryPlan(all, (int) walks);
    }

    private LimitException refuse(long budgetBytes, long needed, long smallestWave) {
      StringBuilder message = new StringBuilder("--memory: found ");
      message.append(mebibytes(budgetBytes)).append(", expected at least ").append(mebibytes(needed)).append(" (");
      parts.forEach((part, bytes) -> message.append(part).append(' ').append(mebibytes(bytes)).append(", "));
      message.append("smallest wave ").append(mebibytes(smallestWave)).append(')');
      return new LimitException(message.toString());
    }

    private static long roundUp(long n, int multiple) {
      return (n + multiple - 1) / multiple * multiple;
    }

    private static String mebibytes(long bytes) {
      return ((bytes + (1 << 20) - 1) >> 20) + " MiB";
    }
  }
}
