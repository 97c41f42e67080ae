package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.ForkedJvm;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Training in tables of many arrays: the first 4 M rows of each are in the space of rows, every 4 M more in an array of
 * their own. The same run with everything in small arrays gives the same vectors. The slow test has tables of half of
 * 2³¹ floats, 2³¹ together; that of {@code huge}, which no suite runs by itself, has two that are each larger.
 */
@ResourceLock("gigabytes of memory")
class HugeTrainingTest {

  private static final int DIMENSIONS = 128;
  private static final int ROWS_OF_SPACE = RowSpace.MAX_TABLE_FLOATS / DIMENSIONS;

  /** Of the last array. */
  private static final int REST = 100;

  @Test
  @Tag("slow")
  void shouldTrainTheSameVectorsWhereverRowsAre() throws Exception {
    train(2, 9_600);
  }

  @Test
  @Tag("huge")
  void shouldTrainTwoTablesThatEachHaveMoreThanTwoToThe31Floats() throws Exception {
    assertThat((long) rows(4) * DIMENSIONS).isGreaterThan(1L << 31);
    train(4, 18_900);
  }

  private static void train(int fullArrays, int heapMebibytes) throws Exception {
    ForkedJvm.assumeAvailable(heapMebibytes + 500);
    List<String> command =
        ForkedJvm.command(
            HugeTrainingTest.class, "-Xmx" + heapMebibytes + "m", "-XX:+UseParallelGC", "-XX:MaxNewSize=64m");
    command.add(Integer.toString(fullArrays));
    assertThat(ForkedJvm.run(command)).startsWith("same");
  }

  /** Trains twice and compares; the argument is the number of full arrays in a table. */
  public static void main(String[] arguments) {
    int fullArrays = Integer.parseInt(arguments[0]);
    Hash128 real = hash(fullArrays, RowSpace.MAX_TABLE_FLOATS);
    Hash128 small = hash(fullArrays, 1 << 24);
    System.out.println((real.equals(small) ? "same " : "different ") + real.toHex() + " " + small.toHex());
  }

  private static int rows(int fullArrays) {
    return fullArrays * ROWS_OF_SPACE + REST;
  }

  private static Hash128 hash(int fullArrays, int maxTableFloats) {
    TrainingParameters parameters = TrainingRuns.parameters(DIMENSIONS, 5, 5);
    Wave corpus = corpus(fullArrays);
    BlockKernel kernel = BlockKernels.choose(TrainerKind.AUTO).kernel();
    try (SkipGramTrainer trainer = TrainingRuns.trainer(corpus, vocabulary(rows(fullArrays)), parameters, 2, kernel, maxTableFloats)) {
      TrainingRuns.train(trainer, corpus, parameters, 4 * TrainingRuns.ROUND);
      return hash(trainer.vectors(), corpus).plus(hash(trainer.contexts(), corpus));
    }
  }

  /** Counts that fall with the vertex id, so that a vertex's row is its id. */
  private static Vocabulary vocabulary(int rows) {
    long[] counts = new long[rows];
    Arrays.setAll(counts, vertex -> rows - vertex);
    return Vocabulary.of(counts, 1);
  }

  /** Walks to and fro over the ends of the arrays; negatives come from everywhere. */
  private static Wave corpus(int fullArrays) {
    Wave ring = TrainingRuns.ring((fullArrays + 1) * REST, 16 * TrainingRuns.ROUND, 40, 1);
    int[] vertices = ring.vertices().clone();
    for (int i = 0; i < vertices.length; i++) {
      int end = vertices[i] / REST * ROWS_OF_SPACE;
      vertices[i] = Math.max(0, end - REST / 2) + vertices[i] % REST;
    }
    return new Wave(0, ring.walks(), ring.stride(), vertices, ring.lengths());
  }

  /** Of the rows of the corpus, and of every hundredth of the others. */
  private static Hash128 hash(EmbeddingTable table, Wave corpus) {
    Hash128 sum = Hash128.ZERO;
    for (int row = 0; row < table.rows(); row += 100) {
      sum = sum.plus(VectorsHash.ofRow(table, row, row, ~row));
    }
    for (int row : Arrays.stream(corpus.vertices()).distinct().toArray()) {
      sum = sum.plus(VectorsHash.ofRow(table, row, row, ~row));
    }
    return sum;
  }
}
