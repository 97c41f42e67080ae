package io.strider.actors;

import io.strider.runtime.train.TrainerFactory;

/**
 * Whether the next wave is walked while one is consumed. It is where both have hardware of their own: walkers on the
 * nodes of a cluster, a trainer on a device, a consumer of one thread beside several that walk. On the same cores they take
 * turns, each on all of them: both scale with the cores, so that there is nothing to gain by mixing (docs/DECISIONS.md).
 */
enum Overlap {
  /** One wave in memory. */
  TURNS(1),
  /** One wave is consumed, the next is walked or waits. */
  NEXT_WAVE(2);

  private final int waves;

  Overlap(int waves) {
    this.waves = waves;
  }

  /** Waves in memory at once. */
  int waves() {
    return waves;
  }

  /** For a consumer of one thread, such as a writer. */
  static Overlap withConsumer(EngineSettings settings) {
    return settings.cluster() != null || settings.threads() > 1 ? NEXT_WAVE : TURNS;
  }

  /** For a consumer that uses all threads of this process. */
  static Overlap withAllThreads(EngineSettings settings) {
    return settings.cluster() != null ? NEXT_WAVE : TURNS;
  }

  /** For training. */
  static Overlap withTraining(EngineSettings settings, TrainerFactory trainers) {
    return trainers.trainsElsewhere() ? NEXT_WAVE : withAllThreads(settings);
  }
}
