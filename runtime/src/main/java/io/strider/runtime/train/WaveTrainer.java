package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import io.strider.runtime.corpus.Wave;

/** The trainer on processor cores: keeps the order of waves and epochs, and has the team work through each wave. */
final class WaveTrainer implements SkipGramTrainer {

  private final TrainingTables tables;
  private final TrainerTeam team;
  private final WaveWork work;
  private final LossMeter losses;
  private final String description;
  private int epoch;
  private long nextWalk;

  WaveTrainer(TrainingTables tables, BlockKernels.Choice choice, int threads) {
    this.tables = tables;
    team = new TrainerTeam(threads);
    losses = new LossMeter();
    boolean hogwild = tables.parameters().hogwild();
    work =
        hogwild
            ? new HogwildWork(tables, choice.kernel(), team, losses)
            : new RoundWork(tables, choice.kernel(), team, losses);
    description =
        "%s (%s), %s, %d threads"
            .formatted(
                choice.kernel().name(), choice.reason(), hogwild ? "hogwild" : "deterministic", threads);
  }

  @Override
  public void train(Wave wave, Cancellation cancellation) {
    requireNext(wave);
    work.begin();
    team.run(worker -> work.work(worker, wave, epoch, cancellation));
    nextWalk += wave.walks();
    if (nextWalk == tables.plan().walks()) {
      DivergenceCheck.checkTable(tables.vectors());
      DivergenceCheck.checkTable(tables.contexts());
      epoch++;
      nextWalk = 0;
    }
  }

  private void requireNext(Wave wave) {
    long walks = tables.plan().walks();
    long end = wave.firstWalk() + wave.walks();
    require(epoch < tables.parameters().epochs(), "epoch", epoch, "fewer than " + tables.parameters().epochs());
    require(wave.firstWalk() == nextWalk, "first walk of a wave", wave.firstWalk(), String.valueOf(nextWalk));
    require(end <= walks, "end of a wave", end, "at most the planned " + walks);
    require(
        end == walks || wave.walks() % walksPerRound() == 0,
        "walks of a wave",
        wave.walks(),
        "a multiple of " + walksPerRound());
    int longest = tables.plan().walkLength();
    require(wave.stride() <= longest, "longest walk of a wave", wave.stride(), "at most the planned " + longest);
  }

  private static void require(boolean holds, String place, long found, String expected) {
    if (!holds) {
      throw InputException.at(place, String.valueOf(found), expected);
    }
  }

  @Override
  public int walksPerRound() {
    return work.walksPerRound();
  }

  @Override
  public double takeSampledLoss() {
    return losses.take();
  }

  @Override
  public EmbeddingTable vectors() {
    return tables.vectors();
  }

  @Override
  public EmbeddingTable contexts() {
    return tables.contexts();
  }

  @Override
  public String describe() {
    return description;
  }

  @Override
  public void close() {
    team.close();
  }
}
