package io.strider.runtime.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.ForkedJvm;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Hash128;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.TrainingException;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.random.CounterRandom;
import io.strider.runtime.train.DivergenceCheck;
import io.strider.runtime.train.FloatTable;
import io.strider.runtime.train.VectorsHash;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One table above 2³¹ floats, 8 GiB, in a JVM of its own: written, read, hashed, checked and exported. */
@Tag("slow")
@ResourceLock("gigabytes of memory")
class HugeTableTest {

  private static final int DIMENSIONS = 128;

  /** Behind row 2²⁴ begins float 2³¹. */
  private static final int ROWS = (1 << 24) + 9;

  /** At both ends of the table, of its arrays (2²⁸ floats), of 2³¹ bytes and of 2³¹ floats; the others stay zero. */
  private static final List<Integer> WRITTEN =
      List.of(0, 1, (1 << 21) - 1, 1 << 21, (1 << 22) - 1, 1 << 22, (1 << 24) - 1, 1 << 24, ROWS - 2, ROWS - 1);

  private static final int HEAP_MEBIBYTES = 8_600;

  @Test
  void shouldWriteReadHashCheckAndExportEveryRow() throws Exception {
    ForkedJvm.assumeAvailable(HEAP_MEBIBYTES + 500);
    String output =
        ForkedJvm.run(
            ForkedJvm.command(
                HugeTableTest.class, "-Xmx" + HEAP_MEBIBYTES + "m", "-XX:+UseParallelGC", "-XX:MaxNewSize=64m"));
    assertThat(output).isEqualTo("passed");
  }

  /** The test itself. */
  public static void main(String[] arguments) throws IOException {
    FloatTable table = new FloatTable(ROWS, DIMENSIONS);
    assertThat((long) table.rows() * table.dimensions()).isGreaterThan(1L << 31);
    for (int row : WRITTEN) {
      System.arraycopy(values(row), 0, table.chunk(row), table.offset(row), DIMENSIONS);
    }
    checkRows(table);
    checkHash(table);
    checkExport(table);
    DivergenceCheck.checkTable(table);
    table.chunk(ROWS - 1)[table.offset(ROWS - 1) + DIMENSIONS - 1] = Float.NaN;
    assertThatThrownBy(() -> DivergenceCheck.checkTable(table))
        .isInstanceOf(TrainingException.class)
        .hasMessageContaining("row " + (ROWS - 1) + " ");
    System.out.println("passed");
  }

  private static float[] values(int row) {
    float[] values = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      values[d] = (CounterRandom.mix((long) DIMENSIONS * row + d) >> 40) * 0x1p-23f;
    }
    return values;
  }

  private static void checkRows(FloatTable table) {
    float[] row = new float[DIMENSIONS];
    for (int written : WRITTEN) {
      for (int at = Math.max(0, written - 2); at <= Math.min(ROWS - 1, written + 2); at++) {
        table.read(at, row, 0);
        assertThat(row).isEqualTo(WRITTEN.contains(at) ? values(at) : new float[DIMENSIONS]);
      }
    }
  }

  /** Against the sum of the rows that were written, each in a table of its own, and of all the others, which are alike. */
  private static void checkHash(FloatTable table) {
    Hash128 expected = Hash128.ZERO;
    FloatTable single = new FloatTable(1, DIMENSIONS);
    Hash128 zeros = VectorsHash.ofRow(single, 0, 0, 0);
    for (int left = ROWS - WRITTEN.size(); left > 0; left >>= 1) {
      expected = (left & 1) == 1 ? expected.plus(zeros) : expected;
      zeros = zeros.plus(zeros);
    }
    for (int row : WRITTEN) {
      System.arraycopy(values(row), 0, single.chunk(0), single.offset(0), DIMENSIONS);
      expected = expected.plus(VectorsHash.ofRow(single, 0, row + 1, -row));
    }
    VectorsHash.LabelHashes labels =
        new VectorsHash.LabelHashes() {
          @Override
          public long high(int row) {
            return WRITTEN.contains(row) ? row + 1 : 0;
          }

          @Override
          public long low(int row) {
            return WRITTEN.contains(row) ? -row : 0;
          }
        };
    assertThat(VectorsHash.of(table, labels, Cancellation.NEVER)).isEqualTo(expected);
  }

  /** As NumPy's file, to a stream that looks at the rows as they come and keeps none. */
  private static void checkExport(FloatTable table) throws IOException {
    int rowBytes = Float.BYTES * DIMENSIONS;
    long headerBytes = 128;
    byte[] zeros = new byte[rowBytes];
    OutputStream sink =
        new OutputStream() {
          private final byte[] row = new byte[rowBytes];
          private long position;

          @Override
          public void write(int b) {
            throw new AssertionError("byte by byte");
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            if (position == 0) {
              assertThat(length).isEqualTo((int) headerBytes);
              position = length;
              return;
            }
            assertThat(length % rowBytes).isZero();
            for (int at = from; at < from + length; at += rowBytes, position += rowBytes) {
              int number = (int) ((position - headerBytes) / rowBytes);
              boolean zero = Arrays.equals(bytes, at, at + rowBytes, zeros, 0, rowBytes);
              assertThat(zero).isEqualTo(!WRITTEN.contains(number));
              if (!zero) {
                System.arraycopy(bytes, at, row, 0, rowBytes);
                float[] read = new float[DIMENSIONS];
                ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(read);
                assertThat(read).isEqualTo(values(number));
              }
            }
          }

          @Override
          public void close() {
            assertThat(position).isEqualTo(headerBytes + (long) ROWS * rowBytes);
          }
        };
    VectorWriter.writeNpy(table, sink, 2, Monitor.SILENT.begin(Stage.WRITE, ROWS));
    sink.close();
  }
}
