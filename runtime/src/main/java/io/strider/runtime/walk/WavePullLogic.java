package io.strider.runtime.walk;

import io.strider.runtime.corpus.Wave;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Takes over a complete wave from who holds it, chunk by chunk: it asks for the next few as it has room for them on the way, fills in
 * what comes in whatever order, and asks again for what is lost. A chunk that comes twice, or from who holds the wave no more, changes nothing.
 * One thread at a time.
 */
public final class WavePullLogic {

  /** Chunks that may be on their way at once. */
  public static final int WINDOW = 8;

  /**
   * Chunks to ask for.
   *
   * @param first number of the first
   * @param count how many, at most {@link #WINDOW}
   */
  public record Request(int first, int count) {}

  /** What became of a chunk. */
  public enum Verdict {
    /** It was filled in. */
    TAKEN,
    /** It was here before, or is of another wave or attempt. */
    STALE,
    /** It does not fit the wave that it says it is of. */
    REFUSED
  }

  private final int walkLength;
  private final int[] vertices;
  private final int[] lengths;
  private final BitSet taken = new BitSet();
  private WaveAttempt attempt = new WaveAttempt(0, 0);
  private long firstWalk;
  private int walks;
  private int chunks;
  private int asked;
  private int missing;

  /**
   * Room for waves of at most {@code capacity} walks, with {@code walkLength} vertices in a full walk.
   *
   * @throws ArithmeticException when a wave has more than 2³¹ − 1 cells
   */
  public WavePullLogic(int walkLength, int capacity) {
    this.walkLength = walkLength;
    this.vertices = new int[Math.multiplyExact(capacity, walkLength)];
    this.lengths = new int[capacity];
  }

  /**
   * Begins with a wave, and forgets the one before.
   *
   * @param of the wave's number, and which of those who held it has this one
   * @param first id of its first walk
   * @param count its walks, at most the capacity
   */
  public void begin(WaveAttempt of, long first, int count) {
    attempt = of;
    firstWalk = first;
    walks = count;
    chunks = WaveChunk.chunks(count, walkLength);
    asked = 0;
    missing = chunks;
    taken.clear();
  }

  /** What to ask for next: half a window at least, unless it is the end; nothing while more than that is on its way. */
  public List<Request> next() {
    int onTheWay = asked - (chunks - missing);
    int count = Math.min(WINDOW - onTheWay, chunks - asked);
    if (count == 0 || (onTheWay > WINDOW / 2 && count < chunks - asked)) {
      return List.of();
    }
    Request next = new Request(asked, count);
    asked += count;
    return List.of(next);
  }

  /** What was asked for and has not come, to be asked for again. */
  public List<Request> again() {
    List<Request> requests = new ArrayList<>();
    for (int from = taken.nextClearBit(0); from < asked; ) {
      int end = taken.nextSetBit(from);
      int until = end < 0 ? asked : Math.min(end, asked);
      requests.add(new Request(from, until - from));
      from = taken.nextClearBit(until);
    }
    return requests;
  }

  /** Fills a chunk in. */
  public Verdict accept(WaveChunk chunk) {
    if (!chunk.attempt().equals(attempt) || taken.get(chunk.number())) {
      return Verdict.STALE;
    }
    if (!chunk.copyTo(walks, walkLength, vertices, lengths)) {
      return Verdict.REFUSED;
    }
    taken.set(chunk.number());
    missing--;
    return Verdict.TAKEN;
  }

  /** Whether every chunk has come. */
  public boolean complete() {
    return missing == 0;
  }

  /** The wave; valid until the next {@link #begin}. */
  public Wave take() {
    if (!complete()) {
      throw new IllegalStateException("of " + attempt + " " + missing + " chunks are missing");
    }
    return new Wave(firstWalk, walks, walkLength, vertices, lengths);
  }
}
