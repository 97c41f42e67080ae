package io.strider.runtime.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.graph.Graph;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The pieces that the reader is made of, each held to the JDK or to something slow. */
class IngestPartsTest {

  @Property(tries = 500)
  void shouldReadWeightsAsTheJdkDoes(@ForAll long bits) {
    double number = Math.abs(new SplittableRandom(bits).nextGaussian() * Math.pow(10, (int) (bits % 50)));
    for (String text : new String[] {Double.toString(number), String.format("%.3f", Math.min(number, 1e15)), "+" + number}) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      double expected = Double.parseDouble(text);
      double found = WeightText.parse(bytes, 0, bytes.length);
      boolean holds = (float) expected > 0 && (float) expected < Float.POSITIVE_INFINITY;
      assertThat(Double.valueOf(found)).as(text).isEqualTo(Double.valueOf(holds ? expected : Double.NaN));
    }
  }

  @Property(tries = 5000)
  void shouldReadWeightsOfUpTo18DigitsAsTheJdkDoes(@ForAll long bits, @ForAll @IntRange(min = -24, max = 2) int power) {
    long digits = 1 + (bits >>> 1) % 999_999_999_999_999_999L;
    double middle = Double.longBitsToDouble((bits >>> 12) | 0x3FFL << 52);
    String halfway = new BigDecimal(middle).add(new BigDecimal(Math.ulp(middle) / 2)).toPlainString();
    for (String text : new String[] {digits + "e" + power, "0.000" + digits, "0." + digits, halfway.substring(0, 19), halfway}) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      double expected = Double.parseDouble(text);
      assertThat(Double.valueOf(WeightText.parse(bytes, 0, bytes.length))).as(text).isEqualTo(Double.valueOf(expected));
    }
  }

  @Property(tries = 2000)
  void shouldReadWeightsOfLinesAsTheJdkDoes(@ForAll long bits, @ForAll @IntRange(max = 18) int decimals) {
    double number = Math.abs(new SplittableRandom(bits).nextGaussian() * Math.pow(10, (int) (bits % 20)));
    for (String text :
        new String[] {
          String.format("%." + decimals + "f", number), "0" + number, number + ".", "." + decimals, "+1." + decimals, number + "x"
        }) {
      for (String end : new String[] {"\n", "\r\n", " 7 rest\n"}) {
        checkWeight(text, end);
      }
    }
  }

  @Example
  void shouldReadWeightsAtTheEdgeOfTheFastPath() {
    for (String whole : new String[] {"0", "7", "686", "687", "688", "90071992", "90071993", "999999999", "1000000000", "00", ""}) {
      for (int length = 0; length <= 20; length++) {
        for (String digit : new String[] {"0", "9", "1"}) {
          checkWeight(whole + "." + digit.repeat(length), "\n");
        }
      }
      checkWeight(whole, "\n");
    }
  }

  private static void checkWeight(String text, String end) {
    byte[] line = ("12 34 " + text + end + "12345678").getBytes(StandardCharsets.US_ASCII);
    IntegerLine integers = new IntegerLine();
    int next = integers.scan(line, 0, (byte) ' ', true);
    double expected = WeightText.parse(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    assertThat(next).as(text).isEqualTo(Double.isNaN(expected) ? -1 : line.length - 8);
    if (next >= 0) {
      assertThat(Double.valueOf(integers.weight())).as(text).isEqualTo(Double.valueOf(expected));
      assertThat(integers.first()).isEqualTo(12);
      assertThat(integers.second()).isEqualTo(34);
    }
  }

  @Property(tries = 500)
  void shouldValidateUtf8AsTheJdkDoes(@ForAll @Size(max = 6) byte[] bytes, @ForAll boolean high) {
    byte[] text = bytes.clone();
    for (int i = 0; high && i < text.length; i++) {
      text[i] |= (byte) 0x80;
    }
    assertThat(Utf8.firstInvalid(text, 0, text.length) < 0).isEqualTo(jdkAccepts(text));
  }

  @Property(tries = 500)
  void shouldReadIntegersOfEveryLength(@ForAll @IntRange(min = 0) int first, @ForAll @IntRange(min = 0) int second) {
    SplittableRandom random = new SplittableRandom(first);
    int a = first >>> random.nextInt(31);
    int b = second >>> random.nextInt(31);
    byte[] line = (a + " " + b + "\n12345678").getBytes(StandardCharsets.US_ASCII);
    IntegerLine integers = new IntegerLine();
    int next = integers.scan(line, 0, (byte) ' ', false);
    boolean fits = a < 1_000_000_000 && b < 1_000_000_000;
    assertThat(next).isEqualTo(fits ? line.length - 8 : -1);
    if (fits) {
      assertThat(integers.first()).isEqualTo(a);
      assertThat(integers.second()).isEqualTo(b);
    }
  }

  @Property(tries = 100)
  void shouldSortLabelsAsUnsignedBytes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int size) {
    SplittableRandom random = new SplittableRandom(seed);
    LabelStore store = new LabelStore();
    LabelIndex index = new LabelIndex(seed);
    for (int i = 0; i < size; i++) {
      byte[] label = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 7)];
      for (int k = 0; k < label.length; k++) {
        label[k] = (byte) (random.nextInt(3) * (random.nextInt(8) == 0 ? 127 : 0));
      }
      if (index.find(label, 0, label.length) < 0) {
        index.intern(label, 0, label.length);
        store.add(label, 0, label.length);
      }
    }
    checkOrder(store);
  }

  @Example
  void shouldSortManyLabels() {
    LabelStore store = new LabelStore();
    for (int i = 0; i < 60_000; i++) {
      byte[] label = (i % 5 == 0 ? "user" + i : String.valueOf(7_919L * i)).getBytes(StandardCharsets.US_ASCII);
      store.add(label, 0, label.length);
    }
    checkOrder(store);
  }

  @Property(tries = 60)
  void shouldSortKeysByTheirUpperHalves(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 31) int bits, @ForAll @IntRange(max = 9_000) int size) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] keys = new long[size + 2];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = random.nextLong() >>> (Integer.SIZE - bits) & -1L >>> 1;
    }
    long[] sorted = keys.clone();
    Arrays.sort(sorted, 1, size + 1);
    new KeySort(bits).sort(keys, 1, size + 1, new long[keys.length]);
    for (int i = 0; i < keys.length; i++) {
      assertThat(keys[i] >>> Integer.SIZE).isEqualTo(sorted[i] >>> Integer.SIZE);
    }
    Arrays.sort(keys, 1, size + 1);
    assertThat(keys).isEqualTo(sorted);
  }

  private static void checkOrder(LabelStore store) {
    int[] order = LabelOrder.of(store, Cancellation.NEVER);
    assertThat(Arrays.stream(order).sorted().toArray())
        .isEqualTo(IntStream.range(0, store.size()).toArray());
    int wrong = 0;
    for (int i = 1; i < order.length; i++) {
      wrong += store.compare(order[i - 1], order[i]) < 0 ? 0 : 1;
    }
    assertThat(wrong).isZero();
  }

  @Property(tries = 4)
  void shouldFindIntegersWhetherDenseOrScattered(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    IntegerIndex index = new IntegerIndex(seed);
    int[] values = new int[100_000];
    int known = 0;
    for (int i = 0; i < values.length; i++) {
      int value = random.nextInt(1 << (10 + random.nextInt(20))) % 1_000_000_000;
      if (index.findAndMove(value) < 0) {
        index.add(value, known);
        values[known++] = value;
      }
    }
    int wrong = 0;
    int[] found = new int[known];
    index.findMany(values, known, found);
    for (int vertex = 0; vertex < known; vertex++) {
      wrong += index.findAndMove(values[vertex]) == vertex ? 0 : 1;
      wrong += found[vertex] == vertex || found[vertex] == -1 ? 0 : 1;
    }
    assertThat(wrong).isZero();
  }

  /** The table's bound rises with each value, and every value between table and bound asks for more room. */
  @Example
  void shouldNotGrowTheTableOfIntegersBitByBit() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    SplittableRandom random = new SplittableRandom(1);
    IntegerIndex index = new IntegerIndex(1);
    long before = threads.getCurrentThreadAllocatedBytes();
    int known = 0;
    for (int i = 0; i < 1_200_000; i++) {
      int value = random.nextInt(1 << 22);
      if (index.findAndMove(value) < 0) {
        index.add(value, known++);
      }
    }
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(200L << 20);
  }

  @Example
  void shouldNumberTextsAsTheyAppear() {
    LabelIndex index = new LabelIndex(1);
    int wrong = 0;
    for (int i = 0; i < 150_000; i++) {
      byte[] label = ("user" + i).getBytes(StandardCharsets.US_ASCII);
      wrong += index.intern(label, 0, label.length) == i ? 0 : 1;
    }
    assertThat(wrong).isZero();
    byte[] label = "user77777".getBytes(StandardCharsets.US_ASCII);
    assertThat(index.find(label, 0, label.length)).isEqualTo(77_777);
  }

  @Example
  void shouldRefuseMoreArcsThanOneSlabHolds() {
    EdgeList edges = new EdgeList(false, false, new ArcLimit(3L * EdgeList.CHUNK_EDGES));
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 3 * EdgeList.CHUNK_EDGES; i++) {
                edges.add(i, i + 1, 1);
              }
            })
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("Graph.MAX_ARCS = " + Graph.MAX_ARCS);
    assertThat((double) edges.size()).isCloseTo(2.0 * EdgeList.CHUNK_EDGES, within(1.0));
  }

  private static boolean jdkAccepts(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
