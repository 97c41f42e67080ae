package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.ForkedJvm;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Training in tables that together have more than 2³¹ floats: their first 4 M rows are in the space of rows, the next 4 M
 * in an array of their own, the rest in a third. The same run with everything in many small arrays gives the same
 * vectors. Each table has half of 2³¹; two that each have more would take 17 GiB.
 */
@Tag("slow")
@ResourceLock("gigabytes of memory")
class HugeTrainingTest {

  private static final int DIMENSIONS = 128;
  private static final int ROWS_OF_SPACE = RowSpace.MAX_TABLE_FLOATS / DIMENSIONS;
  private static final int ROWS = 2 * ROWS_OF_SPACE + 100;
  private static final int HEAP_MEBIBYTES = 9_600;

  @Test
  void shouldTrainTheSameVectorsWhereverRowsAre() throws Exception {
    ForkedJvm.assumeAvailable(HEAP_MEBIBYTES + 500);
    String output =
        ForkedJvm.run(
            ForkedJvm.command(
                HugeTrainingTest.class, "-Xmx" + HEAP_MEBIBYTES + "m", "-XX:+UseParallelGC", "-XX:MaxNewSize=64m"));
    assertThat(output).startsWith("same");
  }

  /** Trains twice and compares. */
  public static void main(String[] arguments) {
    Hash128 real = train(RowSpace.MAX_TABLE_FLOATS);
    Hash128 small = train(1 << 24);
    System.out.println((real.equals(small) ? "same " : "different ") + real.toHex() + " " + small.toHex());
  }

  private static Hash128 train(int maxTableFloats) {
    TrainingParameters parameters = TrainingRuns.parameters(DIMENSIONS, 5, 5);
    Wave corpus = corpus();
    BlockKernel kernel = BlockKernels.choose(TrainerKind.AUTO).kernel();
    try (SkipGramTrainer trainer = TrainingRuns.trainer(corpus, vocabulary(), parameters, 2, kernel, maxTableFloats)) {
      TrainingRuns.train(trainer, corpus, parameters, 4 * TrainingRuns.ROUND);
      return hash(trainer.vectors(), corpus).plus(hash(trainer.contexts(), corpus));
    }
  }

  /** Counts that fall with the vertex id, so that a vertex's row is its id. */
  private static Vocabulary vocabulary() {
    long[] counts = new long[ROWS];
    Arrays.setAll(counts, vertex -> ROWS - vertex);
    return Vocabulary.of(counts, 1);
  }

  /** Walks to and fro over the ends of the arrays; negatives come from everywhere. */
  private static Wave corpus() {
    Wave ring = TrainingRuns.ring(300, 16 * TrainingRuns.ROUND, 40, 1);
    int[] vertices = ring.vertices().clone();
    for (int i = 0; i < vertices.length; i++) {
      int at = vertices[i] % 100;
      vertices[i] =
          switch (vertices[i] / 100) {
            case 0 -> at;
            case 1 -> ROWS_OF_SPACE - 50 + at;
            default -> 2 * ROWS_OF_SPACE - 50 + at;
          };
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
