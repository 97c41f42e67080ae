package io.strider.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.common.Hash128;
import org.junit.jupiter.api.Test;

class VectorsHashTest {

  @Test
  void shouldNotDependOnRowOrderButOnEveryFloatAndLabel() {
    FloatTable table = new FloatTable(2, 3);
    FloatTable swapped = new FloatTable(2, 3);
    for (int i = 0; i < 3; i++) {
      table.chunk(0)[table.offset(0) + i] = 1 + i;
      table.chunk(1)[table.offset(1) + i] = -i;
      swapped.chunk(1)[swapped.offset(1) + i] = 1 + i;
      swapped.chunk(0)[swapped.offset(0) + i] = -i;
    }
    Hash128 sum = both(table, 5, 9);
    assertThat(both(swapped, 9, 5)).isEqualTo(sum);
    assertThat(both(table, 9, 5)).isNotEqualTo(sum);
    swapped.chunk(0)[swapped.offset(0) + 2] = Math.nextUp(-2f);
    assertThat(both(swapped, 9, 5)).isNotEqualTo(sum);
  }

  private static Hash128 both(EmbeddingTable table, long first, long second) {
    return VectorsHash.ofRow(table, 0, first, ~first).plus(VectorsHash.ofRow(table, 1, second, ~second));
  }
}
