package io.strider.actors.api;

import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.ExtensionId;

/**
 * Names the extension, so that an actor system can load it at its start:
 * {@code pekko.actor.typed.extensions = ["io.strider.actors.api.StriderId"]}. Programs use {@link Strider#get}.
 */
public final class StriderId extends ExtensionId<Strider> {

  private static final StriderId INSTANCE = new StriderId();

  private StriderId() {}

  /** The one id; Pekko looks it up by this name. */
  public static StriderId getInstance() {
    return INSTANCE;
  }

  @Override
  public Strider createExtension(ActorSystem<?> system) {
    return new Strider(system);
  }
}
