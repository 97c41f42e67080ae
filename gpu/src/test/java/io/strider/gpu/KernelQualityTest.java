package io.strider.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.corpus.Vocabulary;
import io.strider.runtime.corpus.Wave;
import io.strider.runtime.evaluate.Classification;
import io.strider.runtime.evaluate.ClassificationParameters;
import io.strider.runtime.evaluate.VertexClasses;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.train.SkipGramTrainer;
import io.strider.runtime.train.TableFormat;
import io.strider.runtime.train.TrainingParameters;
import io.strider.runtime.train.TrainingJob;
import io.strider.runtime.train.block.BlockPlan;
import io.strider.runtime.vectors.VectorSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole corpora through the kernels: the vectors are as good as the processor's, also without order and in bfloat16. */
@Tag("slow")
class KernelQualityTest {

  private static final ClassificationParameters SPLITS = new ClassificationParameters(0.5, 10, 1, 1, 1);

  /** A graph as neighbour lists, and the class of each vertex. */
  private record Classes(List<List<Integer>> neighbours, List<String> classOf) {}

  @Test
  void shouldScoreKarateAsTheProcessorDoes() throws IOException {
    Classes graph = karate();
    Wave corpus = walks(graph, 10, 20);
    TrainingParameters parameters = new TrainingParameters(16, 5, 5, 2, 0, 0.05, 1, true);
    double expected = scoreOnProcessor(graph, corpus, parameters);
    assertThat(score(graph, corpus, parameters, TableFormat.FLOAT32, 1)).isCloseTo(expected, offset(1e-9));
    assertThat(expected).isGreaterThan(0.8);
  }

  @ParameterizedTest
  @CsvSource({"FLOAT32, 6", "BFLOAT16, 1"})
  void shouldScoreABlockModelNearlyAsTheProcessorDoes(TableFormat format, int walksAtOnce) {
    Classes graph = blockModel(384, 4, 8);
    Wave corpus = walks(graph, 3, 16);
    TrainingParameters parameters = new TrainingParameters(16, 4, 5, 2, 0, 0.05, 1, true);
    double expected = scoreOnProcessor(graph, corpus, parameters);
    assertThat(expected).isGreaterThan(0.6);
    assertThat(score(graph, corpus, parameters, format, walksAtOnce)).isCloseTo(expected, offset(0.03));
  }

  @Test
  void shouldScoreABlockModelNearlyAsTheProcessorDoesWithTablesInBlocks() {
    int devices = 2;
    int parts = 4;
    Classes graph = blockModel(384, 4, 8);
    Wave corpus = walks(graph, 3, 16);
    TrainingParameters parameters = new TrainingParameters(16, 4, 5, 2, 0, 0.05, 1, true);
    double expected = scoreOnProcessor(graph, corpus, parameters);
    Vocabulary vocabulary = Corpora.vocabulary(corpus, 1);
    TrainingJob job = TrainingJob.of(vocabulary, parameters, Corpora.plan(corpus));
    DeviceFootprint footprint = DeviceFootprint.of(job, TableFormat.FLOAT32, WaveSlices.of(job));
    CpuDriver driver = new CpuDriver(CpuKernels.require());
    driver.seed = 5;
    driver.blocksAtOnce = 2;
    driver.devices = devices;
    BlockPlan plan = new BlockPlan(vocabulary.size(), footprint.rowBytes(), devices, parts);
    driver.freeBytes = Corpora.freeBytesFor(footprint, plan);
    try (CudaTrainer trainer =
        Corpora.onDevices(driver, devices, corpus, vocabulary, parameters, WaveSlices.TOKENS)) {
      assertThat(trainer.describe()).contains(parts + " x " + parts + " blocks");
      Corpora.train(trainer, corpus, parameters.epochs());
      assertThat(score(graph, trainer, vocabulary)).isCloseTo(expected, offset(0.03));
    }
  }

  private static double scoreOnProcessor(Classes graph, Wave corpus, TrainingParameters parameters) {
    Vocabulary vocabulary = Corpora.vocabulary(corpus, 1);
    try (SkipGramTrainer trainer = Corpora.onProcessor(corpus, vocabulary, parameters)) {
      Corpora.train(trainer, corpus, parameters.epochs());
      return score(graph, trainer, vocabulary);
    }
  }

  /** With so many walks whose threads take turns at random, as the launch shape allows for this vocabulary. */
  private static double score(
      Classes graph, Wave corpus, TrainingParameters parameters, TableFormat format, int walksAtOnce) {
    Vocabulary vocabulary = Corpora.vocabulary(corpus, 1);
    CpuDriver driver = new CpuDriver(CpuKernels.require());
    driver.seed = 5;
    driver.blocksAtOnce = walksAtOnce;
    TrainingJob job = TrainingJob.of(vocabulary, parameters, Corpora.plan(corpus));
    assertThat(LaunchShape.of(job, format, driver.properties, vocabulary.size()).walksAtOnce()).isGreaterThanOrEqualTo(walksAtOnce);
    CudaTrainer.Setup setup = new CudaTrainer.Setup(driver, List.of(0), format, Corpora.NO_CODE, WaveSlices.TOKENS);
    try (CudaTrainer trainer = new CudaTrainer(job, setup)) {
      for (int epoch = 0; epoch < parameters.epochs(); epoch++) {
        trainer.train(corpus, Cancellation.NEVER);
      }
      return score(graph, trainer, vocabulary);
    }
  }

  private static double score(Classes graph, SkipGramTrainer trainer, Vocabulary vocabulary) {
    Map<String, TreeSet<String>> classes = new TreeMap<>();
    for (int vertex = 0; vertex < graph.classOf().size(); vertex++) {
      classes.put(String.valueOf(vertex), new TreeSet<>(List.of(graph.classOf().get(vertex))));
    }
    VectorSet vectors = VectorSet.trained(trainer.vectors(), vocabulary, new Numbers(graph.classOf().size()));
    return Classification.score(vectors, VertexClasses.of(classes), SPLITS, Monitor.SILENT).macroF1().mean();
  }

  private static Wave walks(Classes graph, int perVertex, int length) {
    SplittableRandom random = new SplittableRandom(3);
    int vertices = graph.neighbours().size();
    int[] tokens = new int[vertices * perVertex * length];
    int[] lengths = new int[vertices * perVertex];
    int[] starts = new int[lengths.length];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = i % vertices;
      int other = random.nextInt(i + 1);
      int start = starts[i];
      starts[i] = starts[other];
      starts[other] = start;
    }
    for (int walk = 0; walk < lengths.length; walk++) {
      int at = starts[walk];
      lengths[walk] = length;
      for (int step = 0; step < length; step++) {
        tokens[walk * length + step] = at;
        List<Integer> next = graph.neighbours().get(at);
        at = next.get(random.nextInt(next.size()));
      }
    }
    return new Wave(0, lengths.length, length, tokens, lengths);
  }

  private static Classes karate() throws IOException {
    Path folder = Path.of(System.getProperty("strider.root", ".."), "examples/data/karate");
    Map<String, String> classes = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("labels.tsv"))) {
      String[] words = line.split("\t", -1);
      classes.put(words[0], words[1]);
    }
    Classes graph = empty(classes.size());
    for (int vertex = 0; vertex < classes.size(); vertex++) {
      graph.classOf().add(classes.getOrDefault(String.valueOf(vertex + 1), "none"));
    }
    for (String line : Files.readAllLines(folder.resolve("edges.tsv"))) {
      String[] ends = line.split("\t", -1);
      join(graph, Integer.parseInt(ends[0]) - 1, Integer.parseInt(ends[1]) - 1);
    }
    return graph;
  }

  private static Classes blockModel(int vertices, int blocks, int degree) {
    SplittableRandom random = new SplittableRandom(11);
    Classes graph = empty(vertices);
    for (int vertex = 0; vertex < vertices; vertex++) {
      graph.classOf().add("block " + vertex % blocks);
      for (int edge = 0; edge < degree / 2; edge++) {
        boolean inside = random.nextInt(100) < 80;
        int other = random.nextInt(vertices);
        join(graph, vertex, inside ? other / blocks * blocks + vertex % blocks : other);
      }
    }
    return graph;
  }

  private static Classes empty(int vertices) {
    List<List<Integer>> neighbours = new ArrayList<>();
    for (int vertex = 0; vertex < vertices; vertex++) {
      neighbours.add(new ArrayList<>());
    }
    return new Classes(neighbours, new ArrayList<>());
  }

  private static void join(Classes graph, int a, int b) {
    graph.neighbours().get(a).add(b);
    graph.neighbours().get(b).add(a);
  }

  /** Vertices called by their ids. */
  private record Numbers(int size) implements Labels {

    @Override
    public byte[] utf8(int vertex) {
      return String.valueOf(vertex).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int find(byte[] utf8) {
      return Integer.parseInt(new String(utf8, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {}
  }
}
