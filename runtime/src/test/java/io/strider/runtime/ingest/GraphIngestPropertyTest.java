package io.strider.runtime.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.common.Cancellation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Holds the ingest to a slow reference over maps of strings, whatever the order of lines and files. */
class GraphIngestPropertyTest {

  private static final String[] LABELS = {
    "0", "1", "2", "3", "10", "11", "007", "7", "123456789", "999999999", "1000000000", "987654321012", "a", "A", "ab",
    "ab c", "it's", "\"q\"", "é", "日本", "😀", "\u007f", "-1", "1.0", "zzzzzzzzz", "zzzzzzzzzzzz", "x#", "y%"
  };
  private static final String[] WEIGHTS = {"1", "0.1", "2.5e-3", "1e7", "3", "1e-8", "16777217", "0.30000000000000004"};

  private record Edge(String from, String to, String weight) {}

  @Property(tries = 80)
  void shouldAgreeWithAReferenceWhateverTheOrder(
      @ForAll long seed, @ForAll boolean directed, @ForAll boolean weighted, @ForAll boolean loops,
      @ForAll @IntRange(min = 1, max = 120) int size)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    IngestOptions options =
        IngestOptions.DEFAULT.withDirected(directed).withWeighted(weighted).withKeepSelfLoops(loops);
    List<Edge> edges = new ArrayList<>();
    int labels = 2 + random.nextInt(LABELS.length - 1);
    for (int i = 0; i < size; i++) {
      edges.add(
          new Edge(
              LABELS[random.nextInt(labels)], LABELS[random.nextInt(labels)], WEIGHTS[random.nextInt(WEIGHTS.length)]));
    }
    String expected = reference(edges, options);
    assertThat(IngestText.rows(text(edges, weighted), options)).isEqualTo(expected);
    shuffle(edges, random, directed);
    GraphSource dribbling = ParallelIngestTest.dribbling(text(edges, weighted).getBytes(StandardCharsets.UTF_8), seed);
    try (IngestedGraph graph =
        ParallelIngestTest.read(dribbling, options, 1 + random.nextInt(4), Cancellation.NEVER)) {
      assertThat(IngestText.rows(graph)).isEqualTo(expected);
    }
    Path folder = Files.createTempDirectory("strider-test-");
    try (IngestedGraph graph = IngestText.read(split(folder, edges, weighted, random), options)) {
      assertThat(IngestText.rows(graph)).isEqualTo(expected);
      assertThat(graph.report().edges()).isEqualTo(graph.graph().edgeCount());
      for (int v = 0; v < graph.graph().vertexCount(); v++) {
        assertThat(graph.labels().find(graph.labels().utf8(v))).isEqualTo(v);
      }
    } finally {
      delete(folder);
    }
  }

  private static void shuffle(List<Edge> edges, SplittableRandom random, boolean directed) {
    for (int i = edges.size() - 1; i > 0; i--) {
      Collections.swap(edges, i, random.nextInt(i + 1));
    }
    if (!directed) {
      edges.replaceAll(e -> random.nextBoolean() ? e : new Edge(e.to(), e.from(), e.weight()));
    }
  }

  private static GraphSource split(Path folder, List<Edge> edges, boolean weighted, SplittableRandom random)
      throws IOException {
    int parts = 1 + random.nextInt(4);
    for (int i = 0; i < parts; i++) {
      List<Edge> part = edges.subList(edges.size() * i / parts, edges.size() * (i + 1) / parts);
      Files.writeString(folder.resolve("part-" + i), text(part, weighted));
    }
    return GraphSource.path(folder);
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  private static String text(List<Edge> edges, boolean weighted) {
    StringBuilder out = new StringBuilder();
    for (Edge e : edges) {
      out.append(e.from()).append('\t').append(e.to()).append(weighted ? "\t" + e.weight() : "").append('\n');
    }
    return out.toString();
  }

  private static String reference(List<Edge> edges, IngestOptions options) {
    Map<String, Map<String, List<Double>>> rows = new TreeMap<>();
    Map<String, Integer> degrees = new TreeMap<>(GraphIngestPropertyTest::compareUtf8);
    for (Edge e : edges) {
      boolean loop = e.from().equals(e.to());
      rows.computeIfAbsent(e.from(), _ -> new TreeMap<>());
      rows.computeIfAbsent(e.to(), _ -> new TreeMap<>());
      if (!loop || options.keepSelfLoops()) {
        put(rows, e.from(), e);
      }
      if (!loop && !options.directed()) {
        put(rows, e.to(), new Edge(e.to(), e.from(), e.weight()));
      }
    }
    rows.keySet().forEach(label -> degrees.put(label, 0));
    rows.forEach(
        (from, row) -> {
          degrees.merge(from, row.size(), Integer::sum);
          if (options.directed()) {
            row.keySet().forEach(to -> degrees.merge(to, 1, Integer::sum));
          }
        });
    List<String> order = new ArrayList<>(degrees.keySet());
    order.sort(Comparator.comparingInt((String label) -> -degrees.getOrDefault(label, 0)));
    return show(rows, order, options.weighted());
  }

  private static void put(Map<String, Map<String, List<Double>>> rows, String row, Edge e) {
    rows.computeIfAbsent(row, _ -> new TreeMap<>())
        .computeIfAbsent(e.to(), _ -> new ArrayList<>())
        .add(Double.parseDouble(e.weight()));
  }

  private static String show(Map<String, Map<String, List<Double>>> rows, List<String> order, boolean weighted) {
    StringBuilder out = new StringBuilder();
    for (String from : order) {
      out.append(from).append(':');
      Map<String, List<Double>> row = rows.getOrDefault(from, new TreeMap<>());
      TreeSet<String> targets = new TreeSet<>(Comparator.comparingInt(order::indexOf));
      targets.addAll(row.keySet());
      for (String to : targets) {
        double sum = 0;
        for (double weight : row.getOrDefault(to, List.of()).stream().sorted().toList()) {
          sum += weight;
        }
        out.append(' ').append(to).append(weighted ? "=" + (float) sum : "");
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static int compareUtf8(String a, String b) {
    return Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
