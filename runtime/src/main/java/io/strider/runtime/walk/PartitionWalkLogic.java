package io.strider.runtime.walk;

import io.strider.runtime.random.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Moves the walkers that stand on the vertices of one endpoint, which is one partition or several of the same process: takes
 * batches in, walks on while the next vertex is the endpoint's own, sends walkers that leave to the endpoint they enter, and
 * drops their trail. One thread at a time; an endpoint may have several of these at work on different batches, since the
 * graph never changes.
 */
public final class PartitionWalkLogic {

  /** Walkers that are moved together: enough for many cache misses in flight, few enough for the L2 cache. */
  public static final int BLOCK_WALKERS = 1024;

  /** A block that has shrunk below this rejoins the inbox, where it meets other walkers. */
  private static final int MIN_BLOCK_WALKERS = 64;

  private final TransitionModel model;
  private final Endpoints endpoints;
  private final int own;
  private final WalkerBlock block;
  private final WalkerOutbox outbox;
  private final int walkLength;
  private final boolean asks;
  private final TrailBatch.Singles answered = new TrailBatch.Singles();

  /**
   * Logic for one lane of an endpoint.
   *
   * @param model the law of the walk; shared
   * @param endpoints where walkers go
   * @param own the endpoint whose walkers arrive here
   */
  public PartitionWalkLogic(TransitionModel model, Endpoints endpoints, int own) {
    this.model = model;
    this.endpoints = endpoints;
    this.own = own;
    this.walkLength = model.parameters().walkLength();
    this.asks = !model.here().all();
    this.block = new WalkerBlock(BLOCK_WALKERS, walkLength);
    this.outbox = new WalkerOutbox(endpoints);
  }

  /** Bytes that one lane holds: a block, and an outbox for each endpoint, in which at most a block is. */
  public static long bytes(int walkLength, int endpoints, long vertices) {
    return WalkerBlock.bytes(BLOCK_WALKERS, walkLength)
        + WalkerOutbox.bytes(endpoints, Math.min(endpoints, vertices))
        + BLOCK_WALKERS * WalkerBatch.Builder.MOST_BYTES_A_WALKER;
  }

  /** Moves all walkers of the batches, which must be of one attempt, until each has ended, left or rejoined the inbox. */
  public void advance(List<WalkerBatch> batches, WalkOutlet outlet) {
    for (WalkerBatch batch : batches) {
      for (int from = 0; from < batch.count(); ) {
        from += batch.load(from, block, model);
        if (block.count == block.capacity) {
          walk(batch.attempt(), outlet);
        }
      }
    }
    if (block.count > 0) {
      walk(batches.getLast().attempt(), outlet);
    }
    flush(batches.getLast().attempt(), outlet);
  }

  /** Weighs a row that a walker brought here, where the row of its previous vertex is, and sends the walker on. */
  public void answer(RowQuestion question, WalkOutlet outlet) {
    long draw =
        CounterRandom.draw(
            model.stream(question.walkId()), CounterRandom.counter(question.step(), question.trial()));
    int[] targets = question.targets();
    int chosen =
        RowEnumeration.draw(model, question.previous(), targets, question.weights(), 0, targets.length, draw);
    accepted(question.walkId(), question.step(), question.current(), targets[chosen]);
    flush(question.attempt(), outlet);
  }

  private void flush(WaveAttempt attempt, WalkOutlet outlet) {
    if (answered.count() > 0) {
      outlet.trail(answered.seal(attempt.wave()));
    }
    outbox.send(1, attempt, outlet);
  }

  /** Writes down the vertex that was asked about and posts the walker to it, unless its walk is complete. */
  private void accepted(long walkId, int step, int from, int at) {
    answered.add(walkId, step, at);
    if (step + 1 < walkLength) {
      outbox.towards(at).add(walkId, step + 1, from, at);
    }
  }

  /** Answers the walkers that came with a question: an accepted one goes on from its candidate, others go back. */
  private void answerQuestions() {
    int asking = lookUpCandidates();
    WalkerColumns walkers = block.walkers;
    int acceptIfFound = model.acceptExisting() ? 1 : 0;
    for (int j = asking - 1; j >= 0; j--) {
      int i = block.scratch.confirm[j];
      int current = walkers.current[i];
      int candidate = block.question[i];
      if (block.scratch.length[j] == acceptIfFound) {
        accepted(block.walkId[i], walkers.step[i], current, candidate);
      } else {
        outbox
            .towards(current)
            .add(
                block.walkId[i],
                walkers.step[i],
                walkers.previous[i],
                current,
                WalkerBatch.NO_QUESTION,
                walkers.refusedTrials[i] + 1);
      }
      block.move(--block.count, i);
    }
  }

  /** Leaves the places of walkers with a question in {@code confirm}, and whether the arc exists in {@code length}; returns how many. */
  private int lookUpCandidates() {
    boolean directed = model.graph().directed();
    StageScratch scratch = block.scratch;
    int asking = 0;
    for (int i = 0; i < block.count; i++) {
      int candidate = block.question[i];
      if (candidate != WalkerBatch.NO_QUESTION) {
        int previous = block.walkers.previous[i];
        scratch.confirm[asking] = i;
        scratch.low[asking] = directed ? previous : candidate;
        scratch.sought[asking] = directed ? candidate : previous;
        asking++;
      }
    }
    RowSearchKernel.search(
        scratch.low, scratch.length, scratch.sought, asking, model.graph().offsets(), model.graph().targets());
    return asking;
  }

  /** Sends walkers with an undecided candidate to the row that decides it; the last ones take their places. */
  private void ask(WaveAttempt attempt, WalkOutlet outlet) {
    boolean directed = model.graph().directed();
    WalkerColumns walkers = block.walkers;
    for (int i = block.count - 1; i >= 0; i--) {
      int trial = walkers.askedTrial[i];
      if (trial == WalkerColumns.DECIDED) {
        continue;
      }
      block.closeTrail(i, false);
      int previous = walkers.previous[i];
      int candidate = walkers.next[i];
      if (candidate == SecondOrderKernel.ENUMERATE) {
        outlet.question(endpoints.of(previous), rowQuestion(attempt, i, trial));
      } else {
        outbox
            .towards(directed ? previous : candidate)
            .add(block.walkId[i], walkers.step[i], previous, walkers.current[i], candidate, trial);
      }
      block.moveDecided(--block.count, i);
    }
  }

  private RowQuestion rowQuestion(WaveAttempt attempt, int i, int trial) {
    WalkerColumns walkers = block.walkers;
    int current = walkers.current[i];
    int[] offsets = model.graph().offsets();
    int from = offsets[current];
    int to = offsets[current + 1];
    float[] weights = model.graph().weights();
    return new RowQuestion(
        attempt,
        block.walkId[i],
        walkers.step[i],
        walkers.previous[i],
        current,
        trial,
        Arrays.copyOfRange(model.graph().targets(), from, to),
        weights == null ? null : Arrays.copyOfRange(weights, from, to));
  }

  private void walk(WaveAttempt attempt, WalkOutlet outlet) {
    if (asks) {
      answerQuestions();
    }
    if (model.carriesWeight()) {
      FoldedReturn.findArrivalWeights(block.walkers, block.count, model.graph());
    }
    WaveRows rows = outlet.rows(attempt.wave());
    block.openTrails();
    while (block.count > 0) {
      if (model.deadEnds()) {
        retireDeadEnds();
      }
      drawNext();
      if (asks && !model.firstOrder()) {
        ask(attempt, outlet);
      }
      hop();
      leave();
      if (endpoints.count() > 1 && block.count < MIN_BLOCK_WALKERS) {
        rejoin();
      }
      if (block.hops == block.maxHops && block.count > 0) {
        closeAll();
        outlet.trail(TrailBatch.of(attempt.wave(), block, rows));
        block.openTrails();
      }
    }
    TrailBatch trail = TrailBatch.of(attempt.wave(), block, rows);
    if (trail.count() > 0) {
      outlet.trail(trail);
    }
    outbox.send(BLOCK_WALKERS, attempt, outlet);
  }

  private void drawNext() {
    if (model.firstOrder()) {
      FirstOrderKernel.step(block, model);
    } else {
      SecondOrderKernel.step(block, model);
    }
  }

  /** Moves every walker to the vertex it drew and writes that into its trail. */
  private void hop() {
    int n = block.count;
    WalkerColumns walkers = block.walkers;
    int[] next = walkers.next;
    int[] row = block.row;
    int[] trail = block.trail;
    int line = block.hops * block.capacity;
    for (int i = 0; i < n; i++) {
      trail[line + row[i]] = next[i];
    }
    block.hops++;
    System.arraycopy(walkers.current, 0, walkers.previous, 0, n);
    System.arraycopy(next, 0, walkers.current, 0, n);
    if (model.carriesWeight()) {
      FoldedReturn.carryWeights(walkers, n, model.graph());
    }
    int[] step = walkers.step;
    for (int i = 0; i < n; i++) {
      step[i]++;
    }
    if (asks) {
      Arrays.fill(walkers.refusedTrials, 0, n, 0);
    }
  }

  /** Takes out walkers whose walk is complete and those that now stand on another endpoint; the last ones take their places. */
  private void leave() {
    if (endpoints.count() == 1 && !anyComplete()) {
      return;
    }
    for (int i = block.count - 1; i >= 0; i--) {
      if (block.walkers.step[i] == walkLength) {
        block.closeTrail(i, false);
      } else {
        int to = endpoints.of(block.walkers.current[i]);
        if (to == own) {
          continue;
        }
        post(to, i);
      }
      block.move(--block.count, i);
    }
  }

  private boolean anyComplete() {
    int[] step = block.walkers.step;
    int complete = 0;
    for (int i = 0; i < block.count; i++) {
      complete |= (walkLength - 1 - step[i]) >>> 31;
    }
    return complete != 0;
  }

  private void retireDeadEnds() {
    int left = 0;
    for (int i = 0; i < block.count; i++) {
      if (model.graph().outDegree(block.walkers.current[i]) == 0) {
        block.closeTrail(i, true);
      } else {
        block.move(i, left++);
      }
    }
    block.count = left;
  }

  private void rejoin() {
    for (int i = 0; i < block.count; i++) {
      post(own, i);
    }
    block.count = 0;
  }

  private void closeAll() {
    for (int i = 0; i < block.count; i++) {
      block.closeTrail(i, false);
    }
  }

  private void post(int to, int i) {
    block.closeTrail(i, false);
    WalkerColumns walkers = block.walkers;
    outbox.at(to).add(block.walkId[i], walkers.step[i], walkers.previous[i], walkers.current[i]);
  }
}
