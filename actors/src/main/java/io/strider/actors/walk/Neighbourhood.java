package io.strider.actors.walk;

import io.strider.runtime.common.ThreadLimit;
import io.strider.runtime.walk.Endpoints;
import io.strider.runtime.walk.RowQuestion;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.WalkOutlet;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveRows;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Whom the actors of one run send walkers, trails and bad news to. Immutable.
 *
 * @param endpoints which of the inboxes takes the walkers of a vertex
 * @param inboxes by number of the endpoint
 * @param buffers wave n is collected by buffer n mod their number
 * @param run hears of failures
 * @param bulk carries walkers and trails
 * @param rows where lanes leave vertices, when all are in one process; else null, and trails carry them
 */
public record Neighbourhood(
    Endpoints endpoints,
    List<ActorRef<Partition.Command>> inboxes,
    List<ActorRef<CorpusBuffer.Command>> buffers,
    ActorRef<WalkRun.Command> run,
    BulkSender bulk,
    @Nullable OpenRows rows) {

  private static final int MAX_LANES = ThreadLimit.MOST;

  /** Of a run in one process. */
  static Neighbourhood inProcess(
      Endpoints endpoints,
      List<ActorRef<Partition.Command>> inboxes,
      List<ActorRef<CorpusBuffer.Command>> buffers,
      ActorRef<WalkRun.Command> run) {
    return new Neighbourhood(endpoints, inboxes, buffers, run, BulkSender.IN_PROCESS, new OpenRows(buffers.size()));
  }

  /** Of a run on several nodes. */
  public static Neighbourhood onNodes(
      Endpoints endpoints,
      List<ActorRef<Partition.Command>> inboxes,
      List<ActorRef<CorpusBuffer.Command>> buffers,
      ActorRef<WalkRun.Command> run,
      BulkSender bulk) {
    return new Neighbourhood(endpoints, inboxes, buffers, run, bulk, null);
  }

  /** Sender number of an endpoint's lane. */
  public static int senderOfLane(int endpoint, int lane) {
    if (lane < 0 || lane >= MAX_LANES) {
      throw new IllegalArgumentException("lane: found %d, expected 0 to %d".formatted(lane, MAX_LANES - 1));
    }
    return 2 * (endpoint * MAX_LANES + lane);
  }

  /** Sender number of a buffer. */
  public static int senderOfBuffer(int buffer) {
    return 2 * buffer + 1;
  }

  /**
   * Turns batches into messages. One thread at a time: so batches leave in the order of their sequence numbers, and where the
   * transport keeps that order, as mailboxes do, none is ever taken for one that comes too late.
   *
   * @param sender a number that no other outlet of this neighbourhood has
   */
  public WalkOutlet outlet(int sender) {
    int[] sequences = new int[inboxes.size()];
    return new WalkOutlet() {
      @Override
      public void collects(WaveRows opened) {
        if (rows != null) {
          rows.put(opened);
        }
      }

      @Override
      public @Nullable WaveRows rows(long wave) {
        return rows == null ? null : rows.of(wave);
      }

      @Override
      public void walkers(int endpoint, WalkerBatch batch) {
        bulk.send(inboxes.get(endpoint), new Partition.Arrived(batch, stamp(endpoint)));
      }

      @Override
      public void question(int endpoint, RowQuestion question) {
        bulk.send(inboxes.get(endpoint), new Partition.Asked(question, stamp(endpoint)));
      }

      @Override
      public void trail(TrailBatch batch) {
        bulk.send(buffers.get((int) (batch.wave() % buffers.size())), new CorpusBuffer.Dropped(batch));
      }

      private BatchStamp stamp(int endpoint) {
        return new BatchStamp(sender, sequences[endpoint]++);
      }
    };
  }
}
