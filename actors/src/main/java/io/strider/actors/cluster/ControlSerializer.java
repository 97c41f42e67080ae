package io.strider.actors.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.strider.actors.transport.BulkAddress;
import io.strider.runtime.ingest.distributed.IngestPhase;
import io.strider.runtime.ingest.distributed.IngestTask;
import io.strider.runtime.walk.WalkParameters;
import java.util.ArrayList;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;

/** Control messages of runs. */
public final class ControlSerializer extends KryoSerializer {

  private static final int IDENTIFIER = 58_401;
  private static final String VERSION = "c4";

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
    kryo.register(BulkAddress.class, id++);
    kryo.register(long[].class, new Figures(), id++);
    kryo.register(IngestPhase.class, id++);
    kryo.register(IngestTask.class, id++);
    kryo.register(IngestNode.Work.class, id++);
    kryo.register(IngestNode.Leave.class, id++);
    kryo.register(IngestRun.TaskDone.class, id++);
    kryo.register(IngestRun.Underway.class, id++);
    kryo.register(IngestRun.TaskFailed.class, id++);
    kryo.register(IngestRun.TaskFailed.Kind.class, id++);
    kryo.register(IngestRun.Left.class, id++);
    kryo.register(CorpusNode.Open.class, id++);
    kryo.register(HeldBuffer.Connect.class, id++);
    kryo.register(HeldBuffer.Collect.class, id++);
    kryo.register(HeldBuffer.Pull.class, id++);
    kryo.register(HeldBuffer.Close.class, id++);
    kryo.register(ClusterRun.Held.class, id++);
    kryo.register(RemoteBuffer.Ready.class, id++);
    kryo.register(RemoteBuffer.Collecting.class, id++);
    kryo.register(RemoteBuffer.Collected.class, id);
  }

  /** Figures of a task: a length that a damaged frame makes up takes no memory. */
  private static final class Figures extends Serializer<long[]> {
    private static final int MOST = 64;

    @Override
    public void write(Kryo kryo, Output output, long[] figures) {
      output.writeInt(figures.length);
      for (long figure : figures) {
        output.writeLong(figure);
      }
    }

    @Override
    public long[] read(Kryo kryo, Input input, Class<? extends long[]> type) {
      int count = input.readInt();
      if (count < 0 || count > MOST) {
        throw new KryoException(count + " figures");
      }
      long[] figures = new long[count];
      for (int i = 0; i < count; i++) {
        figures[i] = input.readLong();
      }
      return figures;
    }
  }
}
