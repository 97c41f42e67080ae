package io.strider.runtime.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.strider.runtime.random.CounterRandom;
import org.junit.jupiter.api.Test;

class SubsamplingTest {

  @Test
  void shouldKeepFrequentTokensAsOftenAsWord2vec() {
    Vocabulary vocabulary = Vocabulary.of(new long[] {900_000, 99_000, 1_000}, 1);
    double sample = 0.01;
    Subsampling subsampling = Subsampling.of(vocabulary, sample);
    for (int row = 0; row < 3; row++) {
      double share = vocabulary.countOfRow()[row] / 1e6;
      double expected = Math.min(1, (Math.sqrt(share / sample) + 1) * sample / share);
      int kept = 0;
      int draws = 400_000;
      for (int i = 0; i < draws; i++) {
        kept += subsampling.keeps(row, CounterRandom.draw(row, i)) ? 1 : 0;
      }
      // Five standard deviations of a share of 400,000 draws are below 0.004.
      assertThat(kept / (double) draws).isCloseTo(expected, offset(0.004));
    }
  }

  @Test
  void shouldKeepEverythingWhenOff() {
    assertThat(Subsampling.of(Vocabulary.of(new long[] {3, 4}, 1), 0).drops()).isFalse();
  }
}
