package io.strider.actors.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import io.strider.actors.transport.BulkAddress;
import io.strider.runtime.walk.WalkParameters;
import java.util.ArrayList;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;

/** Control messages of runs. */
public final class ControlSerializer extends KryoSerializer {

  private static final int IDENTIFIER = 58_401;
  private static final String VERSION = "c2";

  /** Made by Pekko. */
  public ControlSerializer(ExtendedActorSystem system) {
    super(system, IDENTIFIER, VERSION, ControlMessage.class);
  }

  /** New classes go to the end; a changed one needs a new {@link #VERSION}. */
  @Override
  protected void register(Kryo kryo, Serializer<ActorRef<?>> refs) {
    int id = FIRST_ID;
    kryo.register(int[].class, id++);
    kryo.register(ArrayList.class, id++);
    kryo.register(WalkParameters.class, id++);
    kryo.register(refClass(), refs, id++);
    kryo.addDefaultSerializer(ActorRef.class, refs);
    kryo.register(ActorRef.class, refs, id++);
    kryo.register(Placement.Locate.class, id++);
    kryo.register(Placement.Located.class, id++);
    kryo.register(WalkNode.Load.class, id++);
    kryo.register(WalkNode.Open.class, id++);
    kryo.register(NodePass.Connect.class, id++);
    kryo.register(NodePass.Close.class, id++);
    kryo.register(ClusterRun.Loaded.class, id++);
    kryo.register(ClusterRun.Opened.class, id++);
    kryo.register(ClusterRun.Connected.class, id++);
    kryo.register(ClusterRun.NodeFailed.class, id++);
    kryo.register(ClusterRun.Closed.class, id++);
    kryo.register(NodeReport.class, id++);
    kryo.register(NodeReport.Traffic.class, id++);
    kryo.register(BulkAddress.class, id);
  }
}
