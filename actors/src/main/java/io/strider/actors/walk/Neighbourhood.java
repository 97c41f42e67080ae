package io.strider.actors.walk;

import io.strider.runtime.walk.RowQuestion;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.WalkOutlet;
import io.strider.runtime.walk.WalkerBatch;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Whom the actors of one run send walkers, trails and bad news to. Immutable.
 *
 * @param partitions by number
 * @param buffers wave n is collected by buffer n mod their number
 * @param run hears of failures
 */
public record Neighbourhood(
    List<ActorRef<Partition.Command>> partitions,
    List<ActorRef<CorpusBuffer.Command>> buffers,
    ActorRef<WalkRun.Command> run) {

  /** Turns batches into messages; safe from any thread. */
  public WalkOutlet outlet() {
    return new WalkOutlet() {
      @Override
      public void walkers(int partition, WalkerBatch batch) {
        partitions.get(partition).tell(new Partition.Arrived(batch));
      }

      @Override
      public void question(int partition, RowQuestion question) {
        partitions.get(partition).tell(new Partition.Asked(question));
      }

      @Override
      public void trail(TrailBatch batch) {
        buffers.get((int) (batch.wave() % buffers.size())).tell(new CorpusBuffer.Dropped(batch));
      }
    };
  }
}
