package io.strider.actors.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import io.strider.actors.transport.BulkAddress;
import io.strider.runtime.ingest.distributed.IngestPhase;
import io.strider.runtime.ingest.distributed.IngestTask;
import io.strider.runtime.walk.WalkParameters;
import java.io.NotSerializableException;
import java.util.ArrayList;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Control messages by Kryo, with registered classes only: a class that is not in {@link #kryo} can neither be written nor
 * made by a frame from outside. The manifest carries the version of the set; other versions, unknown classes and damaged
 * frames are refused and counted.
 */
public final class ControlSerializer extends SerializerWithStringManifest {

  private static final int IDENTIFIER = 58_401;
  private static final String VERSION = "c2";
  private static final int FIRST_BYTES = 512;
  private static final int MAX_BYTES = 1 << 22;
  private static final int FIRST_ID = 16;

  private final ExtendedActorSystem system;
  private final NodeCounters counters;
  private final Pool<Kryo> kryos =
      new Pool<>(true, false) {
        @Override
        protected Kryo create() {
          return kryo();
        }
      };

  /** Made by Pekko. */
  public ControlSerializer(ExtendedActorSystem system) {
    this.system = system;
    this.counters = NodeCounters.ID.get(system);
  }

  /** New classes go to the end; a changed one needs a new {@link #VERSION}. */
  private Kryo kryo() {
    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    int id = FIRST_ID;
    kryo.register(int[].class, id++);
    kryo.register(ArrayList.class, id++);
    kryo.register(WalkParameters.class, id++);
    Refs refs = new Refs(ActorRefResolver.get(Adapter.toTyped(system)));
    kryo.register(Adapter.toTyped(system.deadLetters()).getClass(), refs, id++);
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
    kryo.register(IngestRun.Left.class, id);
    return kryo;
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return VERSION;
  }

  @Override
  public byte[] toBinary(Object message) {
    Kryo kryo = kryos.obtain();
    try (Output output = new Output(FIRST_BYTES, MAX_BYTES)) {
      kryo.writeClassAndObject(output, message);
      counters.controlMessagesSent.increment();
      counters.controlBytesSent.add(output.position());
      return output.toBytes();
    } finally {
      kryos.free(kryo);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    if (!manifest.equals(VERSION)) {
      counters.refusedControlFrames.increment();
      throw new NotSerializableException("control messages of version " + manifest + ", expected " + VERSION);
    }
    Kryo kryo = kryos.obtain();
    try (Input input = new Input(bytes)) {
      Object message = kryo.readClassAndObject(input);
      if (!(message instanceof ControlMessage) || input.position() < bytes.length) {
        throw new KryoException("not one control message");
      }
      return message;
    } catch (RuntimeException e) {
      counters.refusedControlFrames.increment();
      throw new NotSerializableException("a control frame was refused: " + e);
    } finally {
      kryos.free(kryo);
    }
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

  /** References to actors as strings that resolve on any node. */
  private static final class Refs extends Serializer<ActorRef<?>> {
    private final ActorRefResolver resolver;

    Refs(ActorRefResolver resolver) {
      super(false, true);
      this.resolver = resolver;
    }

    @Override
    public void write(Kryo kryo, Output output, ActorRef<?> ref) {
      output.writeString(resolver.toSerializationFormat(ref));
    }

    @Override
    public ActorRef<?> read(Kryo kryo, Input input, Class<? extends ActorRef<?>> type) {
      return resolver.resolveActorRef(input.readString());
    }
  }
}
