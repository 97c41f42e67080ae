package io.strider.actors.jobs;

import com.typesafe.config.Config;
import io.strider.runtime.common.InputException;
import io.strider.runtime.jobs.JobScheduleLogic.Limits;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The settings {@code strider.jobs}.
 *
 * @param limits of the coordinator
 * @param reportInterval from one report of a trainer to the next
 * @param answerTimeout how long a command waits for a coordinator, or for a trainer to turn up
 */
record JobSettings(Limits limits, Duration reportInterval, Duration answerTimeout) {

  static JobSettings of(ActorSystem<?> system) {
    Config config = system.settings().config().getConfig("strider.jobs");
    Limits limits =
        new Limits(
            positive(config, "max-unended"),
            positive(config, "kept"),
            positive(config, "max-attempts"),
            config.getDuration("silence-timeout").toNanos());
    return new JobSettings(limits, config.getDuration("report-interval"), config.getDuration("answer-timeout"));
  }

  private static int positive(Config config, String name) {
    int value = config.getInt(name);
    if (value < 1) {
      throw InputException.at("strider.jobs." + name, String.valueOf(value), "at least 1");
    }
    return value;
  }
}
