package io.strider.actors.cluster;

import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.sharding.ShardCoordinator;
import org.jspecify.annotations.Nullable;

/**
 * Which node a partition lives on, decided by Cluster Sharding: one entity and one shard a partition number, evenly over
 * the nodes of role {@link ClusterSettings#PARTITION}. The entity only says where it is; rows and walkers are with the
 * {@link WalkNode} there. So sharding may move it at any time: a run asks when it starts and after a node was lost.
 */
public final class Placement {

  /** Where does a partition live? */
  public record Locate(int partition, int attempt, ActorRef<Located> replyTo) implements ControlMessage {}

  /** It lives with this node. */
  record Located(int partition, int attempt, ActorRef<WalkNode.Command> node) implements ControlMessage {}

  static final EntityTypeKey<Locate> KEY = EntityTypeKey.create(Locate.class, "strider-partition");

  private static final int MAX_SHARDS_MOVED = 1000;
  private static final double MAX_SHARE_MOVED = 1.0;

  private Placement() {}

  /** Takes part in sharding: as a home of partitions where there is a node for them, else as one who asks. */
  static ActorRef<Locate> init(ActorSystem<?> system, @Nullable ActorRef<WalkNode.Command> node) {
    return ClusterSharding.get(system)
        .init(
            Entity.of(KEY, context -> entity(node))
                .withRole(ClusterSettings.PARTITION)
                .withAllocationStrategy(
                    ShardCoordinator.ShardAllocationStrategy$.MODULE$.leastShardAllocationStrategy(
                        MAX_SHARDS_MOVED, MAX_SHARE_MOVED))
                .withMessageExtractor(new ByPartition()));
  }

  private static Behavior<Locate> entity(@Nullable ActorRef<WalkNode.Command> node) {
    ActorRef<WalkNode.Command> here = Objects.requireNonNull(node, "a partition on a node without that role");
    return Behaviors.receiveMessage(
        locate -> {
          locate.replyTo().tell(new Located(locate.partition(), locate.attempt(), here));
          return Behaviors.same();
        });
  }

  /** Entity and shard are the partition's number: a node takes the same ones in every job. */
  private static final class ByPartition extends ShardingMessageExtractor<Locate, Locate> {
    @Override
    public String entityId(Locate message) {
      return String.valueOf(message.partition());
    }

    @Override
    public String shardId(String entityId) {
      return entityId;
    }

    @Override
    public Locate unwrapMessage(Locate message) {
      return message;
    }
  }
}
