package io.strider.gpu;

import io.strider.runtime.corpus.Wave;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.random.Purpose;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.block.BlockPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Training in blocks as one would write it down: in double, block after block, walk after walk, pair after pair. For walks of
 * one sentence without subsampling.
 */
final class BlockReference {

  private static final int GROUP = 4;
  private static final int OUTPUTS = 6;
  private static final int SETTLED = 6;

  private final TrainingJob job;
  private final BlockPlan plan;
  private final double[][] vectors;
  private final double[][] contexts;
  private long pairs;

  /** With the job's start vectors; the job's tables are left as they are. */
  BlockReference(TrainingJob job, BlockPlan plan) {
    this.job = job;
    this.plan = plan;
    vectors = copy(job.vectors());
    contexts = copy(job.contexts());
  }

  private static double[][] copy(FloatTable table) {
    double[][] rows = new double[table.rows()][table.dimensions()];
    float[] row = new float[table.dimensions()];
    for (int r = 0; r < rows.length; r++) {
      table.read(r, row, 0);
      for (int i = 0; i < row.length; i++) {
        rows[r][i] = row[i];
      }
    }
    return rows;
  }

  /** Trains an epoch that is one wave. */
  void train(Wave wave, int epoch) {
    for (int round = 0; round < plan.rounds(); round++) {
      for (int device = 0; device < plan.devices(); device++) {
        for (int walk = 0; walk < wave.walks(); walk++) {
          trainWalk(wave, walk, epoch, plan.block(round, device));
        }
      }
    }
  }

  private void trainWalk(Wave wave, int walk, int epoch, BlockPlan.Block block) {
    List<int[]> tokens = tokens(wave, walk);
    long stream = stream(epoch, walk);
    double rate = job.plan().learningRate(job.parameters(), epoch, walk);
    int window = job.parameters().window();
    for (int centre = 0; tokens.size() >= 2 && centre < tokens.size(); centre++) {
      int row = tokens.get(centre)[0];
      int position = tokens.get(centre)[1];
      if (plan.partOf(row) != block.contextPart()) {
        continue;
      }
      int reach = 1 + (int) CounterRandom.bounded(CounterRandom.draw(stream, CounterRandom.counter(position, 0)), window);
      List<Integer> around = new ArrayList<>();
      for (int at = Math.max(0, centre - reach); at <= Math.min(tokens.size() - 1, centre + reach); at++) {
        if (at != centre && plan.partOf(tokens.get(at)[0]) == block.vertexPart()) {
          around.add(tokens.get(at)[0]);
        }
      }
      for (int from = 0; from < around.size(); from += GROUP) {
        List<Integer> group = around.subList(from, Math.min(around.size(), from + GROUP));
        trainGroup(wave, walk, epoch, position, from / GROUP, row, group, rate, block);
      }
    }
  }

  private void trainGroup(
      Wave wave, int walk, int epoch, int position, int number, int centre, List<Integer> group, double rate, BlockPlan.Block block) {
    int negatives = job.parameters().negatives();
    int blocks = negatives / OUTPUTS + 1;
    int left = negatives;
    for (int b = 0; b < blocks; b++) {
      int picks = Math.min(left, b == 0 ? OUTPUTS - 1 : OUTPUTS);
      left -= picks;
      long bits =
          CounterRandom.draw(stream(epoch, walk), CounterRandom.counter(position, 1 + number * blocks + b));
      Map<Integer, Integer> negative = negatives(wave, walk, epoch, bits, picks, block);
      negative.remove(centre);
      for (int context : group) {
        step(vectors[context], b == 0 ? centre : -1, negative, rate);
        pairs += b == 0 ? 1 : 0;
      }
    }
  }

  private Map<Integer, Integer> negatives(
      Wave wave, int walk, int epoch, long bits, int picks, BlockPlan.Block block) {
    int bundle = walk - walk % job.shape().walksPerBundle();
    int longest = 0;
    for (int other = bundle; other < Math.min(wave.walks(), bundle + job.shape().walksPerBundle()); other++) {
      longest = Math.max(longest, tokens(wave, other).size());
    }
    int poolBits = 0;
    while (poolBits < 10 && 1L << poolBits < (long) longest * job.parameters().negatives()) {
      poolBits++;
    }
    Map<Integer, Integer> found = new LinkedHashMap<>();
    for (int pick = 0; pick < picks; pick++) {
      int index = (int) (bits >>> (pick * poolBits)) & ((1 << poolBits) - 1);
      int drawn = job.negatives().draw(CounterRandom.draw(stream(epoch, bundle), CounterRandom.counter(-1, index)));
      int here = drawn / plan.parts() * plan.parts() + block.contextPart();
      found.merge(here < plan.rows() ? here : here - plan.parts(), 1, Integer::sum);
    }
    return found;
  }

  /** One vertex row against all outputs, each as the row before left it. */
  private void step(double[] x, int positive, Map<Integer, Integer> negative, double rate) {
    Map<Integer, Double> gradients = new LinkedHashMap<>();
    if (positive >= 0) {
      gradients.put(positive, gradient(x, contexts[positive], 1) * rate);
    }
    negative.forEach((row, times) -> gradients.put(row, gradient(x, contexts[row], 0) * rate * times));
    double[] before = x.clone();
    gradients.forEach(
        (row, gradient) -> {
          for (int i = 0; i < x.length; i++) {
            x[i] += gradient * contexts[row][i];
            contexts[row][i] += gradient * before[i];
          }
        });
  }

  private static double gradient(double[] x, double[] output, int label) {
    double score = 0;
    for (int i = 0; i < x.length; i++) {
      score += x[i] * output[i];
    }
    return Math.abs(score) >= SETTLED ? 0 : label - 1 / (1 + Math.exp(-score));
  }

  private long stream(int epoch, int walk) {
    long key = CounterRandom.key(job.parameters().seed(), Purpose.TRAINER_DRAWS);
    return CounterRandom.stream(key, epoch * job.plan().walks() + walk);
  }

  /** Row and position of each kept token. */
  private List<int[]> tokens(Wave wave, int walk) {
    List<int[]> tokens = new ArrayList<>();
    for (int position = 0; position < wave.lengths()[walk]; position++) {
      int row = job.rowOfVertex()[wave.vertices()[walk * wave.stride() + position]];
      if (row >= 0) {
        tokens.add(new int[] {row, position});
      }
    }
    return tokens;
  }

  /** Positive pairs trained so far. */
  long pairs() {
    return pairs;
  }

  /** The largest difference to tables, against their largest element. */
  double distance(FloatTable trainedVectors, FloatTable trainedContexts) {
    return Math.max(distance(vectors, copy(trainedVectors)), distance(contexts, copy(trainedContexts)));
  }

  private static double distance(double[][] expected, double[][] actual) {
    double difference = 0;
    double scale = Float.MIN_NORMAL;
    for (int row = 0; row < expected.length; row++) {
      for (int i = 0; i < expected[row].length; i++) {
        double here = Math.abs(expected[row][i] - actual[row][i]);
        difference = here <= difference ? difference : here;
        scale = Math.max(scale, Math.abs(expected[row][i]));
      }
    }
    return difference / scale;
  }
}
