package io.strider.runtime.train;

import io.strider.runtime.corpus.NegativeTable;
import io.strider.runtime.corpus.Subsampling;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.random.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The oracle: the same training written for reading. One thread, lists and maps, a copy of a row per bundle; no
 * arenas, slots, blocks, chains or owners. It shares with the product the draws, the negative table and the
 * sigmoid.
 */
final class ReferenceTrainer {

  private final TrainingParameters parameters;
  private final TrainingPlan plan;
  private final Vocabulary vocabulary;
  private final NegativeTable negatives;
  private final Subsampling subsampling;
  final float[][] vectors;
  final float[][] contexts;

  /** A row in one bundle: its values, and in how many pairs it was trained. */
  private static final class Copy {
    final float[] values;
    int pairs;

    Copy(float[] values) {
      this.values = values.clone();
    }
  }

  /** A kept token: its row and its position in the walk. */
  private record Token(int row, int position) {}

  /** A vertex row of a run of different ones: its values before its step, and its gradients by output. */
  private record Trained(int row, float[] before, Map<Integer, Float> gradients) {
    float gradient(int output) {
      return Objects.requireNonNull(gradients.get(output));
    }
  }

  ReferenceTrainer(Vocabulary vocabulary, TrainingParameters parameters, TrainingPlan plan) {
    this.parameters = parameters;
    this.plan = plan;
    this.vocabulary = vocabulary;
    negatives = NegativeTable.of(vocabulary);
    subsampling = Subsampling.of(vocabulary, parameters.sample());
    FloatTable start = new FloatTable(vocabulary.size(), parameters.dimensions());
    TrainingDraws.startVectors(start, vocabulary.vertexOfRow(), parameters.seed());
    vectors = new float[vocabulary.size()][start.stride()];
    contexts = new float[vocabulary.size()][start.stride()];
    for (int row = 0; row < vectors.length; row++) {
      start.read(row, vectors[row], 0);
    }
  }

  void train(Wave corpus, TrainingShape shape) {
    for (int epoch = 0; epoch < parameters.epochs(); epoch++) {
      for (int first = 0; first < corpus.walks(); first += shape.walksPerRound()) {
        round(corpus, first, Math.min(corpus.walks(), first + shape.walksPerRound()), shape.walksPerBundle(), epoch);
      }
    }
  }

  private void round(Wave corpus, int first, int end, int walksPerBundle, int epoch) {
    List<List<List<Token>>> sentences = new ArrayList<>();
    int most = 0;
    for (int walk = first; walk < end; walk++) {
      sentences.add(sentences(corpus, walk, epoch));
      most = Math.max(most, sentences.getLast().size());
    }
    for (int number = 0; number < most; number++) {
      List<Map<Integer, Copy>> vertexCopies = new ArrayList<>();
      List<Map<Integer, Copy>> contextCopies = new ArrayList<>();
      for (int bundle = first; bundle < end; bundle += walksPerBundle) {
        vertexCopies.add(new LinkedHashMap<>());
        contextCopies.add(new LinkedHashMap<>());
        List<List<Token>> ofBundle = new ArrayList<>();
        for (int walk = bundle; walk < Math.min(end, bundle + walksPerBundle); walk++) {
          List<List<Token>> ofWalk = sentences.get(walk - first);
          ofBundle.add(number < ofWalk.size() ? ofWalk.get(number) : List.of());
        }
        bundle(ofBundle, number, bundle, epoch, vertexCopies.getLast(), contextCopies.getLast());
      }
      addChanges(vectors, vertexCopies);
      addChanges(contexts, contextCopies);
    }
  }

  private void bundle(
      List<List<Token>> sentences,
      int number,
      int firstWalk,
      int epoch,
      Map<Integer, Copy> vertex,
      Map<Integer, Copy> context) {
    int longest = sentences.stream().mapToInt(List::size).max().orElse(0);
    int[] pool = new int[1 << TrainingShape.poolBits(longest, parameters.negatives())];
    long stream = TrainingDraws.walkStream(parameters.seed(), Purpose.TRAINER_DRAWS, plan, epoch, firstWalk);
    for (int i = 0; i < pool.length; i++) {
      pool[i] = negatives.draw(TrainingDraws.poolEntry(stream, number, i));
    }
    for (int walk = 0; walk < sentences.size(); walk++) {
      sentence(sentences.get(walk), pool, firstWalk + walk, epoch, vertex, context);
    }
  }

  private List<List<Token>> sentences(Wave corpus, int walk, int epoch) {
    long stream = TrainingDraws.walkStream(parameters.seed(), Purpose.SUBSAMPLE, plan, epoch, walk);
    int limit = Math.min(TrainingShape.MAX_SENTENCE_TOKENS, plan.walkLength());
    List<List<Token>> sentences = new ArrayList<>();
    sentences.add(new ArrayList<>());
    for (int position = 0; position < corpus.lengths()[walk]; position++) {
      if (sentences.getLast().size() == limit) {
        sentences.add(new ArrayList<>());
      }
      int row = vocabulary.rowOfVertex()[corpus.vertices()[walk * corpus.stride() + position]];
      boolean kept = row != Vocabulary.DROPPED;
      if (kept && subsampling.drops()) {
        kept = subsampling.keeps(row, TrainingDraws.keep(stream, position));
      }
      if (kept) {
        sentences.getLast().add(new Token(row, position));
      }
    }
    return sentences;
  }

  private void sentence(
      List<Token> tokens, int[] pool, int walk, int epoch, Map<Integer, Copy> vertex, Map<Integer, Copy> context) {
    long stream = TrainingDraws.walkStream(parameters.seed(), Purpose.TRAINER_DRAWS, plan, epoch, walk);
    float rate = (float) plan.learningRate(parameters, epoch, walk);
    int poolBits = Integer.numberOfTrailingZeros(pool.length);
    for (int centre = 0; centre < tokens.size(); centre++) {
      int reach = TrainingDraws.window(stream, tokens.get(centre).position(), parameters.window());
      List<Integer> around = new ArrayList<>();
      for (int at = Math.max(0, centre - reach); at <= Math.min(tokens.size() - 1, centre + reach); at++) {
        if (at != centre) {
          around.add(tokens.get(at).row());
        }
      }
      int sets = 0;
      int perSet = BundleTrainer.CONTEXTS_PER_SET;
      for (int from = 0; from < around.size(); from += perSet) {
        List<Integer> group = around.subList(from, Math.min(around.size(), from + perSet));
        int left = parameters.negatives();
        for (int step = 0; step == 0 || left > 0; step++) {
          int picks = Math.min(left, step == 0 ? 5 : 6);
          left -= picks;
          int steps = parameters.negatives() / 6 + 1;
          long bits = TrainingDraws.picks(stream, tokens.get(centre).position(), sets * steps + step);
          Map<Integer, Integer> outputs = new LinkedHashMap<>();
          int positive = tokens.get(centre).row();
          for (int pick = 0; pick < picks; pick++) {
            int row = pool[(int) (bits >>> (pick * poolBits)) & (pool.length - 1)];
            if (row != positive) {
              outputs.merge(row, 1, Integer::sum);
            }
          }
          step(group, step == 0 ? positive : -1, outputs, rate, vertex, context);
        }
        sets++;
      }
    }
  }

  /** Each vertex row in turn against the positive (if any) and the negatives with their multiplicities. */
  private void step(
      List<Integer> group,
      int positive,
      Map<Integer, Integer> negativeRows,
      float rate,
      Map<Integer, Copy> vertex,
      Map<Integer, Copy> context) {
    Map<Integer, Float> weights = new LinkedHashMap<>();
    if (positive >= 0) {
      weights.put(positive, rate);
    }
    negativeRows.forEach((row, times) -> weights.put(row, rate * times));
    Map<Integer, float[]> opening = new LinkedHashMap<>();
    List<Trained> run = new ArrayList<>();
    for (int row : group) {
      if (run.isEmpty() || run.stream().anyMatch(earlier -> earlier.row() == row)) {
        run.clear();
        weights.keySet().forEach(
            output -> opening.put(output, context.computeIfAbsent(output, r -> new Copy(contexts[r])).values.clone()));
      }
      Copy x = vertex.computeIfAbsent(row, r -> new Copy(vectors[r]));
      x.pairs += positive >= 0 ? 1 : 0;
      float[] before = x.values.clone();
      Map<Integer, Float> gradients = new LinkedHashMap<>();
      weights.forEach(
          (output, weight) -> {
            float score = product(before, Objects.requireNonNull(opening.get(output)));
            for (Trained earlier : run) {
              score = Math.fma(earlier.gradient(output), product(before, earlier.before()), score);
            }
            gradients.put(output, Sigmoid.residual(score, output == positive ? 0.5f : -0.5f) * weight);
          });
      gradients.forEach(
          (output, gradient) -> {
            Copy p = Objects.requireNonNull(context.get(output));
            p.pairs++;
            for (int i = 0; i < before.length; i++) {
              x.values[i] = Math.fma(gradient, p.values[i], x.values[i]);
              p.values[i] = Math.fma(gradient, before[i], p.values[i]);
            }
          });
      run.add(new Trained(row, before, gradients));
    }
  }

  private static float product(float[] x, float[] p) {
    float[] lanes = new float[16];
    for (int i = 0; i < x.length; i++) {
      lanes[i % 16] = Math.fma(x[i], p[i], lanes[i % 16]);
    }
    for (int half = 8; half > 0; half /= 2) {
      for (int lane = 0; lane < half; lane++) {
        lanes[lane] += lanes[lane + half];
      }
    }
    return lanes[0];
  }

  private void addChanges(float[][] table, List<Map<Integer, Copy>> copies) {
    for (int row = 0; row < table.length; row++) {
      List<Copy> ofRow = new ArrayList<>();
      for (Map<Integer, Copy> walk : copies) {
        if (walk.containsKey(row)) {
          ofRow.add(walk.get(row));
        }
      }
      if (ofRow.size() == 1) {
        table[row] = ofRow.getFirst().values;
      } else if (ofRow.size() > 1) {
        addSum(table[row], ofRow);
      }
    }
  }

  private void addSum(float[] row, List<Copy> copies) {
    long pairs = copies.stream().mapToLong(copy -> copy.pairs).sum();
    long most = copies.stream().mapToLong(copy -> copy.pairs).max().orElse(0);
    long cap = Math.max((long) RoundChanges.HUB_CAP * (parameters.window() + 1), most);
    float scale = pairs <= cap ? 1f : (float) ((double) cap / pairs);
    for (int i = 0; i < row.length; i++) {
      float sum = copies.getFirst().values[i] - row[i];
      for (Copy copy : copies.subList(1, copies.size())) {
        sum += copy.values[i] - row[i];
      }
      row[i] = Math.fma(scale, sum, row[i]);
    }
  }
}
