package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Hash128;
import io.strider.runtime.common.InputException;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumableTrainerTest {

  private static final int ROUND = TrainingRuns.ROUND;
  private static final Wave CORPUS = TrainingRuns.ring(200, 6 * ROUND + 5, 20, 1);
  private static final Vocabulary VOCABULARY = TrainingRuns.vocabulary(CORPUS, 1);
  private static final TrainingParameters PARAMETERS =
      new TrainingParameters(33, 5, 5, 2, 0.05, 0.025, 7, false);

  private static ResumableTrainer trainer(TrainingParameters parameters, int threads, int maxFloats, TableFormat format) {
    BlockKernel kernel = threads == 1 ? new ScalarBlockKernel() : new Simd256BlockKernel();
    return (ResumableTrainer)
        TrainingRuns.trainer(CORPUS, VOCABULARY, parameters, threads, kernel, maxFloats, format);
  }

  private static Hash128 hash(SkipGramTrainer trainer) {
    return TrainingRuns.hash(trainer.vectors()).plus(TrainingRuns.hash(trainer.contexts()));
  }

  private static byte[] save(ResumableTrainer trainer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    trainer.save(out);
    return out.toByteArray();
  }

  /** The saving trainer's tables are in one array, the other's in many, and it has other threads, waves and arithmetic. */
  @ParameterizedTest
  @CsvSource({
    "FLOAT32, 0, 1", "FLOAT32, 0, 4", "FLOAT32, 1, 0", "FLOAT32, 1, 3", "FLOAT32, 2, 0", "BFLOAT16, 0, 3", "BFLOAT16, 1, 2"
  })
  void shouldEndWithTheSameTablesAfterAnyWave(TableFormat format, int epoch, int rounds) throws IOException {
    Hash128 expected;
    try (ResumableTrainer undisturbed = trainer(PARAMETERS, 1, 1 << 20, format)) {
      TrainingRuns.train(undisturbed, CORPUS, PARAMETERS, ROUND);
      expected = hash(undisturbed);
    }
    int firstWalk = rounds * ROUND;
    byte[] saved;
    try (ResumableTrainer first = trainer(PARAMETERS, 2, 1 << 20, format)) {
      for (int whole = 0; whole < epoch; whole++) {
        TrainingRuns.trainEpoch(first, CORPUS, 0, CORPUS.walks(), 2 * ROUND);
      }
      TrainingRuns.trainEpoch(first, CORPUS, 0, firstWalk, ROUND);
      saved = save(first);
    }
    try (ResumableTrainer second = trainer(PARAMETERS, 1, 500, format)) {
      second.restore(new ByteArrayInputStream(saved), epoch, firstWalk);
      assertThat(save(second)).isEqualTo(saved);
      int from = firstWalk;
      for (int rest = epoch; rest < PARAMETERS.epochs(); rest++) {
        TrainingRuns.trainEpoch(second, CORPUS, from, CORPUS.walks(), 3 * ROUND);
        from = 0;
      }
      assertThat(hash(second)).isEqualTo(expected);
    }
  }

  @Test
  void shouldTakeTheRoomOfTheNumbersAlone() throws IOException {
    for (TableFormat format : TableFormat.values()) {
      try (ResumableTrainer trainer = trainer(PARAMETERS, 1, 1 << 20, format)) {
        int numberBytes = format == TableFormat.FLOAT32 ? 4 : 2;
        assertThat(save(trainer)).hasSize(2 * (12 + numberBytes * 33 * VOCABULARY.size()));
      }
    }
  }

  @Test
  void shouldRefuseWhatWasNotSavedForIt() throws IOException {
    byte[] saved;
    try (ResumableTrainer trainer = trainer(PARAMETERS, 1, 1 << 20, TableFormat.FLOAT32)) {
      saved = save(trainer);
    }
    try (ResumableTrainer halves = trainer(PARAMETERS, 1, 1 << 20, TableFormat.BFLOAT16)) {
      assertThatThrownBy(() -> halves.restore(new ByteArrayInputStream(saved), 0, 0))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("bytes of a number of a saved table: found 4, expected 2");
    }
    try (ResumableTrainer wider = trainer(PARAMETERS.withDimensions(34), 1, 1 << 20, TableFormat.FLOAT32)) {
      assertThatThrownBy(() -> wider.restore(new ByteArrayInputStream(saved), 0, 0))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("dimensions of a saved table: found 33, expected 34");
    }
    try (ResumableTrainer same = trainer(PARAMETERS, 1, 1 << 20, TableFormat.FLOAT32)) {
      assertThatThrownBy(() -> same.restore(new ByteArrayInputStream(Arrays.copyOf(saved, saved.length - 1)), 0, 0))
          .isInstanceOf(EOFException.class);
      for (long[] place : new long[][] {{-1, 0}, {3, 0}, {0, 1}, {0, CORPUS.walks()}, {2, ROUND}}) {
        assertThatThrownBy(() -> same.restore(new ByteArrayInputStream(saved), (int) place[0], place[1]))
            .as("epoch %d, walk %d", place[0], place[1])
            .isInstanceOf(InputException.class);
      }
    }
  }
}
