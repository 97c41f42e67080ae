package io.strider.actors.cluster;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import java.io.NotSerializableException;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Messages between nodes by Kryo, with registered classes only: a class that is not in {@link #register} can neither be written
 * nor made by a frame from outside. The manifest carries the version of the set; other versions, unknown classes and damaged
 * frames are refused and counted.
 */
public abstract class KryoSerializer extends SerializerWithStringManifest {

  /** The number of the first class of a set. */
  protected static final int FIRST_ID = 16;

  private static final int FIRST_BYTES = 512;
  private static final int MAX_BYTES = 1 << 22;

  private final ExtendedActorSystem system;
  private final int identifier;
  private final String version;
  private final Class<?> marker;
  private final NodeCounters counters;
  private final Pool<Kryo> kryos =
      new Pool<>(true, false) {
        @Override
        protected Kryo create() {
          return kryo();
        }
      };

  /**
   * A serializer of a set of messages.
   *
   * @param identifier of the serializer among all of a system
   * @param version of the set
   * @param marker what every message of the set is, and nothing else
   */
  protected KryoSerializer(ExtendedActorSystem system, int identifier, String version, Class<?> marker) {
    this.system = system;
    this.identifier = identifier;
    this.version = version;
    this.marker = marker;
    this.counters = NodeCounters.ID.get(system);
  }

  /** Registers every class of the set by a number; {@code refs} is for references to actors. */
  protected abstract void register(Kryo kryo, Serializer<ActorRef<?>> refs);

  /** The class by which references to actors are known, which Pekko does not name. */
  protected final Class<?> refClass() {
    return Adapter.toTyped(system.deadLetters()).getClass();
  }

  private Kryo kryo() {
    Kryo kryo = new Kryo();
    kryo.setRegistrationRequired(true);
    kryo.setReferences(false);
    register(kryo, new Refs(ActorRefResolver.get(Adapter.toTyped(system))));
    return kryo;
  }

  @Override
  public final int identifier() {
    return identifier;
  }

  @Override
  public final String manifest(Object message) {
    return version;
  }

  @Override
  public final byte[] toBinary(Object message) {
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
  public final Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    if (!manifest.equals(version)) {
      counters.refusedControlFrames.increment();
      throw new NotSerializableException("control messages of version " + manifest + ", expected " + version);
    }
    Kryo kryo = kryos.obtain();
    try (Input input = new Input(bytes)) {
      Object message = kryo.readClassAndObject(input);
      if (!marker.isInstance(message) || input.position() < bytes.length) {
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
