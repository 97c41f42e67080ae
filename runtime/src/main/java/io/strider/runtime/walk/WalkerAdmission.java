package io.strider.runtime.walk;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which batches of walkers a partition lets in, so that a transport may double, delay, reorder and lose them: a
 * batch that came before is refused by its sequence number, and one of a closed wave or of an attempt that was replaced
 * by its {@link WaveAttempt}. So a walk has one living walker, two for the moment in which an attempt replaces another,
 * whatever the transport does. A batch that comes later than {@link #WINDOW} others of its sender counts as doubled: losing
 * it costs time, never correctness. One thread at a time.
 */
public final class WalkerAdmission {

  /** Sequence numbers that are remembered of each sender. */
  public static final int WINDOW = 4096;

  /** What becomes of a batch. */
  public enum Verdict {
    /** Walk on. */
    ADMITTED,
    /** It was here before, or comes too late to tell. */
    DOUBLED,
    /** Its wave is closed, or its walkers were sent off again since. */
    STALE
  }

  private final @Nullable WaveAttempt[] newest;
  private final Map<Integer, Window> senders = new HashMap<>();

  /**
   * Lets nothing in twice.
   *
   * @param buffers wave n is held by buffer n mod their number, so wave n + buffers means that wave n is closed
   */
  public WalkerAdmission(int buffers) {
    newest = new WaveAttempt[buffers];
  }

  /**
   * Decides, and remembers.
   *
   * @param of wave and attempt of the walkers
   * @param sender who sent them to this partition
   * @param sequence the sender's count of batches to this partition, from 0
   */
  public Verdict admit(WaveAttempt of, int sender, int sequence) {
    if (!senders.computeIfAbsent(sender, s -> new Window()).add(sequence)) {
      return Verdict.DOUBLED;
    }
    if (stale(of)) {
      return Verdict.STALE;
    }
    newest[slot(of)] = of;
    return Verdict.ADMITTED;
  }

  /** Whether walkers that were let in before are out of date by now. */
  public boolean stale(WaveAttempt of) {
    WaveAttempt known = newest[slot(of)];
    return known != null && known.replaces(of);
  }

  private int slot(WaveAttempt of) {
    return (int) (of.wave() % newest.length);
  }

  /** The last {@link #WINDOW} sequence numbers up to the newest, a bit each. */
  private static final class Window {
    private final long[] seen = new long[WINDOW / Long.SIZE];
    private int end;

    /** Whether this number is new and recent enough. */
    boolean add(int sequence) {
      if (sequence < 0 || sequence < end - WINDOW) {
        return false;
      }
      if (sequence - end >= WINDOW) {
        Arrays.fill(seen, 0);
        end = sequence;
      }
      for (; end <= sequence; end++) {
        seen[word(end)] &= ~bit(end);
      }
      boolean fresh = (seen[word(sequence)] & bit(sequence)) == 0;
      seen[word(sequence)] |= bit(sequence);
      return fresh;
    }

    private static int word(int sequence) {
      return sequence % WINDOW / Long.SIZE;
    }

    private static long bit(int sequence) {
      return 1L << sequence;
    }
  }
}
