package io.strider.runtime.train;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Wave;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The trainer on processor cores: keeps the order of waves and epochs, and has the team work through each wave. */
final class WaveTrainer implements ResumableTrainer {

  private final TrainingTables tables;
  private final TrainerTeam team;
  private final WaveWork work;
  private final LossMeter losses;
  private final String description;
  private final WaveOrder order;

  WaveTrainer(TrainingTables tables, BlockKernels.Choice choice, int threads) {
    this.tables = tables;
    team = new TrainerTeam(threads);
    losses = new LossMeter();
    boolean hogwild = tables.parameters().hogwild();
    work =
        hogwild
            ? new HogwildWork(tables, choice.kernel(), team, losses)
            : new RoundWork(tables, choice.kernel(), team, losses);
    order = new WaveOrder(tables.parameters(), tables.plan(), work.walksPerRound());
    description =
        "%s (%s), %s, %d threads%s"
            .formatted(
                choice.kernel().name(),
                choice.reason(),
                hogwild ? "hogwild" : "deterministic",
                threads,
                tables.vectors() instanceof Bfloat16Table ? ", bfloat16 tables" : "");
  }

  @Override
  public void train(Wave wave, Cancellation cancellation) {
    order.requireNext(wave);
    work.begin();
    int epoch = order.epoch();
    team.run(worker -> work.work(worker, wave, epoch, cancellation));
    if (order.advance(wave)) {
      DivergenceCheck.checkTable(tables.vectors());
      DivergenceCheck.checkTable(tables.contexts());
    }
  }

  /** Between two waves the tables are all there is: no change waits to be added, and every draw follows from its walk. */
  @Override
  public void save(OutputStream out) throws IOException {
    TableBytes.write(tables.vectors(), out);
    TableBytes.write(tables.contexts(), out);
  }

  @Override
  public void restore(InputStream in, int epoch, long firstWalk) throws IOException {
    order.skipTo(epoch, firstWalk);
    TableBytes.read(tables.vectors(), in);
    TableBytes.read(tables.contexts(), in);
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
  public boolean reproducible() {
    return !tables.parameters().hogwild();
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
