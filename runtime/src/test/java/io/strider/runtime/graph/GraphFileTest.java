package io.strider.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GraphFileTest {

  private static final int HEADER_BYTES = 32;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** 0–1, 0–2, 0–3, 1–2 and a vertex 4 with no neighbour. */
  private static Graph graph(boolean weighted) {
    int[] offsets = {0, 3, 5, 7, 8, 8};
    int[] targets = {1, 2, 3, 0, 2, 0, 1, 0};
    float[] weights = {1, 2, 3, 1, 4, 2, 4, 3};
    return new Graph(false, offsets, targets, weighted ? weights : null);
  }

  private Path write(Graph graph) throws IOException {
    Path file = folder.resolve("graph.bin");
    try (OutputStream out = Files.newOutputStream(file)) {
      GraphFile.write(graph, EdgeFilter.of(graph, Cancellation.NEVER), out, Cancellation.NEVER);
    }
    return file;
  }

  @Test
  void shouldLoadTheRowsOfSomePartitions() throws IOException {
    for (boolean weighted : new boolean[] {false, true}) {
      Graph graph = graph(weighted);
      RowsHere here = RowsHere.of(new PartitionMap(2), Set.of(1));
      GraphFile.Loaded loaded = GraphFile.read(write(graph), here, Cancellation.NEVER);
      GraphSlab expected = GraphSlab.cut(graph, here);
      Graph rows = loaded.slab().rows();
      assertThat(rows.offsets()).isEqualTo(expected.rows().offsets()).containsExactly(0, 0, 2, 2, 3, 3);
      assertThat(rows.targets()).isEqualTo(expected.rows().targets()).containsExactly(0, 2, 0);
      assertThat(rows.weights()).isEqualTo(expected.rows().weights());
      assertThat(loaded.slab().deadEnds()).isTrue();
      EdgeFilter filter = java.util.Objects.requireNonNull(loaded.filter());
      assertThat(filter.words()).isEqualTo(EdgeFilter.of(graph, Cancellation.NEVER).words());
    }
  }

  @Test
  void shouldRefuseEveryFileThatIsNotAsItWasWritten() throws IOException {
    Path file = write(graph(true));
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 0x10;
      refuse(damaged);
    }
    for (int length : new int[] {0, 7, HEADER_BYTES, whole.length - 1}) {
      refuse(java.util.Arrays.copyOf(whole, length));
    }
  }

  private void refuse(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("damaged.bin"), bytes);
    assertThatThrownBy(() -> GraphFile.read(file, RowsHere.ALL, Cancellation.NEVER))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("damaged.bin");
  }
}
