import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.train.TrainingPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;

/**
 * Training on one thread, on two, and on two trainers of one thread each, in turns. Started by bench/threads:
 * arguments are a file of walks (one a line, labels separated by tabs), true for hogwild, and seconds to run.
 */
final class ThreadScaling {

  /** Walks that a thread trains in its turn: about a second's work. */
  private static final int WALKS_PER_TURN = 3072;

  private static final int WALK_LENGTH = 80;

  /** Turns before the first that counts: the JIT compiles meanwhile. */
  private static final int WARM_UP_TURNS = 2;

  /** Times of one turn, in seconds, for the same walks a thread. */
  private record Turn(double one, double two, double apart) {}

  private final int walks;
  private final int[] vertices;
  private final int[] lengths;
  private final Vocabulary vocabulary;
  private long turns;

  private ThreadScaling(Path file) throws IOException {
    Map<String, Integer> ids = new HashMap<>();
    List<int[]> rows = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows.add(Arrays.stream(line.split("\t")).mapToInt(label -> ids.computeIfAbsent(label, l -> ids.size())).toArray());
      }
    }
    walks = rows.size() / (2 * WALKS_PER_TURN) * 2 * WALKS_PER_TURN;
    if (walks == 0) {
      throw new IllegalArgumentException(file + " has " + rows.size() + " walks, expected at least " + 2 * WALKS_PER_TURN);
    }
    vertices = new int[walks * WALK_LENGTH];
    lengths = new int[walks];
    long[] counts = new long[ids.size()];
    for (int walk = 0; walk < walks; walk++) {
      int[] row = rows.get(walk);
      lengths[walk] = Math.min(WALK_LENGTH, row.length);
      for (int i = 0; i < lengths[walk]; i++) {
        vertices[walk * WALK_LENGTH + i] = row[i];
        counts[row[i]]++;
      }
    }
    vocabulary = Vocabulary.of(counts, 1);
  }

  private SkipGramTrainer trainer(boolean hogwild, int threads) {
    TrainingParameters parameters = new TrainingParameters(128, 10, 5, 1, 0, 0.025, 1, hogwild);
    // One endless epoch, so that the sizes of bundles and rounds are those of a large corpus.
    return SkipGramTrainers.create(
        vocabulary, parameters, new TrainingPlan(1L << 40, WALK_LENGTH), threads, TrainerKind.CPU);
  }

  /** Walks from number {@code first} of the endless repetition of the file. */
  private Wave wave(long first, int count) {
    int from = (int) (first % walks);
    return new Wave(
        first,
        count,
        WALK_LENGTH,
        Arrays.copyOfRange(vertices, from * WALK_LENGTH, (from + count) * WALK_LENGTH),
        Arrays.copyOfRange(lengths, from, from + count));
  }

  private static double seconds(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private void run(boolean hogwild, double limit) {
    List<Turn> measured = new ArrayList<>();
    long begin = System.nanoTime();
    try (ExecutorService other = Executors.newSingleThreadExecutor();
        SkipGramTrainer one = trainer(hogwild, 1);
        SkipGramTrainer two = trainer(hogwild, 2);
        SkipGramTrainer left = trainer(hogwild, 1);
        SkipGramTrainer right = trainer(hogwild, 1)) {
      while ((System.nanoTime() - begin) / 1e9 < limit || measured.isEmpty()) {
        Wave single = wave(turns * WALKS_PER_TURN, WALKS_PER_TURN);
        Wave twice = wave(turns * 2 * WALKS_PER_TURN, 2 * WALKS_PER_TURN);
        Turn turn =
            new Turn(
                seconds(() -> one.train(single, Cancellation.NEVER)) / single.tokens(),
                seconds(() -> two.train(twice, Cancellation.NEVER)) / twice.tokens(),
                seconds(() -> sideBySide(other, left, right, single)) / (2 * single.tokens()));
        if (turns++ >= WARM_UP_TURNS) {
          measured.add(turn);
        }
      }
      System.out.println(one.describe());
    }
    System.out.printf(
        "%d turns, medians (and quartiles): one thread %s M tokens/s, two threads %s; two threads against one %s,"
            + " two trainers side by side against one %s%n",
        measured.size(),
        quartiles(measured, turn -> 1e-6 / turn.one()),
        quartiles(measured, turn -> 1e-6 / turn.two()),
        quartiles(measured, turn -> turn.one() / turn.two()),
        quartiles(measured, turn -> turn.one() / turn.apart()));
  }

  private static void sideBySide(ExecutorService other, SkipGramTrainer left, SkipGramTrainer right, Wave wave) {
    CompletableFuture<Void> second = CompletableFuture.runAsync(() -> right.train(wave, Cancellation.NEVER), other);
    left.train(wave, Cancellation.NEVER);
    second.join();
  }

  private static String quartiles(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
    int n = sorted.length;
    return "%.2f (%.2f to %.2f)".formatted(sorted[n / 2], sorted[n / 4], sorted[n * 3 / 4]);
  }

  public static void main(String[] arguments) throws IOException {
    new ThreadScaling(Path.of(arguments[0]))
        .run(Boolean.parseBoolean(arguments[1]), Double.parseDouble(arguments[2]));
  }
}
