package io.strider.runtime.walk;

import static io.strider.runtime.walk.WalkerAdmission.Verdict.ADMITTED;
import static io.strider.runtime.walk.WalkerAdmission.Verdict.DOUBLED;
import static io.strider.runtime.walk.WalkerAdmission.Verdict.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WalkerAdmissionTest {

  private static final WaveAttempt FIRST = new WaveAttempt(0, 0);

  @Test
  void shouldLetEveryBatchInOnceInWhateverOrder() {
    WalkerAdmission admission = new WalkerAdmission(1);
    Random random = new Random(4);
    int batches = 40_000;
    List<Integer> arrivals = new ArrayList<>();
    for (int sequence = 0; sequence < batches; sequence++) {
      arrivals.add(sequence);
      arrivals.add(sequence);
    }
    int apart = WalkerAdmission.WINDOW;
    for (int from = 0; from < arrivals.size(); from += apart) {
      Collections.shuffle(arrivals.subList(from, Math.min(arrivals.size(), from + apart)), random);
    }
    int admitted = 0;
    for (int sequence : arrivals) {
      admitted += admission.admit(FIRST, 3, sequence) == ADMITTED ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(batches);
  }

  @Test
  void shouldTellSendersApart() {
    WalkerAdmission admission = new WalkerAdmission(1);
    assertThat(admission.admit(FIRST, 0, 5)).isEqualTo(ADMITTED);
    assertThat(admission.admit(FIRST, 1, 5)).isEqualTo(ADMITTED);
    assertThat(admission.admit(FIRST, 0, 5)).isEqualTo(DOUBLED);
  }

  @Test
  void shouldTakeWhatComesAfterAGapAndRefuseWhatIsOlderThanItsWindow() {
    WalkerAdmission admission = new WalkerAdmission(1);
    int far = 10 * WalkerAdmission.WINDOW + 17;
    assertThat(admission.admit(FIRST, 0, 0)).isEqualTo(ADMITTED);
    assertThat(admission.admit(FIRST, 0, far)).isEqualTo(ADMITTED);
    assertThat(admission.admit(FIRST, 0, far - WalkerAdmission.WINDOW + 1)).isEqualTo(ADMITTED);
    assertThat(admission.admit(FIRST, 0, far - WalkerAdmission.WINDOW)).isEqualTo(DOUBLED);
    assertThat(admission.admit(FIRST, 0, -1)).isEqualTo(DOUBLED);
  }

  @Test
  void shouldRefuseReplacedAttemptsAndClosedWaves() {
    WalkerAdmission admission = new WalkerAdmission(2);
    int sequence = 0;
    WaveAttempt again = new WaveAttempt(0, 1);
    assertThat(admission.admit(FIRST, 0, sequence++)).isEqualTo(ADMITTED);
    assertThat(admission.admit(again, 0, sequence++)).isEqualTo(ADMITTED);
    assertThat(admission.stale(FIRST)).isTrue();
    assertThat(admission.admit(FIRST, 0, sequence++)).isEqualTo(STALE);
    assertThat(admission.admit(new WaveAttempt(1, 0), 0, sequence++)).as("the other buffer's").isEqualTo(ADMITTED);
    assertThat(admission.admit(again, 0, sequence++)).isEqualTo(ADMITTED);
    assertThat(admission.admit(new WaveAttempt(2, 0), 0, sequence++)).isEqualTo(ADMITTED);
    assertThat(admission.admit(again, 0, sequence)).as("wave 2 has its buffer now").isEqualTo(STALE);
  }
}
