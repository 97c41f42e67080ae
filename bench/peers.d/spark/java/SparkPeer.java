import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.feature.Word2Vec;
import org.apache.spark.mllib.feature.Word2VecModel;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Trains Spark MLlib's Word2Vec (skip-gram with hierarchical softmax) on a file of walks and writes word2vec text.
 * Started by bench/peers; arguments: walks, vectors, scratch folder, threads, seed, and whether to train once before, so
 * that the JIT's warm-up is not in the figures. Prints one JSON object: tokens, and the seconds of {@code fit}, which
 * counts words, builds the tree and trains, by the clock and of CPU.
 */
final class SparkPeer {

  private SparkPeer() {}

  public static void main(String[] arguments) throws IOException {
    Path walks = Path.of(arguments[0]);
    int threads = Integer.parseInt(arguments[3]);
    long tokens = tokens(walks);
    SparkConf configuration =
        new SparkConf()
            .setMaster("local[" + threads + "]")
            .setAppName("peer")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "127.0.0.1")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.maxResultSize", "0")
            .set("spark.local.dir", arguments[2]);
    try (JavaSparkContext context = new JavaSparkContext(configuration)) {
      JavaRDD<List<String>> corpus =
          context.textFile(walks.toUri().toString(), threads).map(line -> Arrays.asList(line.split("\t")));
      Word2Vec word2vec =
          new Word2Vec()
              .setVectorSize(128)
              .setWindowSize(10)
              .setNumIterations(1)
              .setNumPartitions(threads)
              .setMinCount(0)
              .setLearningRate(0.025)
              .setSeed(Long.parseLong(arguments[4]));
      if (Boolean.parseBoolean(arguments[5])) {
        word2vec.fit(corpus);
      }
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long begin = System.nanoTime();
      long cpuBegin = system.getProcessCpuTime();
      Word2VecModel model = word2vec.fit(corpus);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuSeconds = (system.getProcessCpuTime() - cpuBegin) / 1e9;
      write(model, Path.of(arguments[1]));
      System.out.printf(
          "{\"tokens\": %d, \"trainSeconds\": %s, \"trainCpuSeconds\": %s, \"version\": \"%s\"}%n",
          tokens, seconds, cpuSeconds, context.version());
    }
  }

  private static long tokens(Path walks) throws IOException {
    try (var lines = Files.lines(walks)) {
      return lines.mapToLong(line -> 1 + line.chars().filter(c -> c == '\t').count()).sum();
    }
  }

  private static void write(Word2VecModel model, Path file) throws IOException {
    var vectors = CollectionConverters.asJava(model.getVectors());
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(vectors.size() + " 128\n");
      for (var entry : vectors.entrySet()) {
        out.write(entry.getKey());
        for (float value : entry.getValue()) {
          out.write(' ');
          out.write(Float.toString(value));
        }
        out.write('\n');
      }
    }
  }
}
