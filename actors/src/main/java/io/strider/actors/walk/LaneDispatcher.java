package io.strider.actors.walk;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.dispatch.DispatcherConfigurator;
import org.apache.pekko.dispatch.Dispatchers;

/**
 * Where lanes run: one pool for each number of threads that a run of an actor system asked for, made when it is first
 * needed from {@code strider.walk-dispatcher}. Runs that ask for as many share it, so that they share the cores.
 */
public final class LaneDispatcher {

  private static final String TEMPLATE = "strider.walk-dispatcher";

  private LaneDispatcher() {}

  /** The dispatcher of runs with so many threads. */
  public static DispatcherSelector of(ActorSystem<?> system, int threads) {
    Dispatchers dispatchers = system.classicSystem().dispatchers();
    String id = TEMPLATE + "-" + threads;
    if (!dispatchers.hasDispatcher(id)) {
      Config own =
          ConfigFactory.parseString("id = " + id + ", thread-pool-executor.fixed-pool-size = " + threads)
              .withFallback(system.settings().config().getConfig(TEMPLATE))
              .withFallback(dispatchers.defaultDispatcherConfig());
      dispatchers.registerConfigurator(id, new DispatcherConfigurator(own, dispatchers.prerequisites()));
    }
    return DispatcherSelector.fromConfig(id);
  }
}
