import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.Stage;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StageReport;
import io.strider.runtime.graph.PartitionMap;
import io.strider.runtime.ingest.GraphIngest;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.walk.Endpoints;
import io.strider.runtime.walk.PartitionWalkLogic;
import io.strider.runtime.walk.RowQuestion;
import io.strider.runtime.walk.TrailBatch;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkOutlet;
import io.strider.runtime.walk.WalkParameters;
import io.strider.runtime.walk.WalkStarts;
import io.strider.runtime.walk.WalkerBatch;
import io.strider.runtime.walk.WaveBufferLogic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walking by the kernels alone and through the actors, in turns on one thread. Started by bench/walk: arguments are a file
 * of edges, whether it has weights, and seconds to run for each pair of parameters, then pairs p,q.
 */
final class WalkOverhead {

  private static final int WALK_LENGTH = 80;

  /** Walks of a whole pass, from each vertex. */
  private static final int WALKS_PER_VERTEX = 4;

  /** Walks of the kernels' turn: at most a wave. */
  private static final int MAX_WALKS = 1 << 16;

  /** Turns before the first that counts: the JIT compiles meanwhile. */
  private static final int WARM_UP_TURNS = 3;

  /** Turns that count, at least. */
  private static final int MIN_TURNS = 3;

  private static final long MEMORY_BYTES = 8L << 30;

  private final IngestedGraph input;
  private final WalkParameters parameters;
  private final TransitionModel model;
  private final Endpoints endpoints = Endpoints.ofEach(new PartitionMap(1));
  private final int walks;

  private WalkOverhead(IngestedGraph input, double p, double q) {
    this.input = input;
    this.parameters = new WalkParameters(WALKS_PER_VERTEX, WALK_LENGTH, p, q, 1);
    this.model = TransitionModel.of(input.graph(), parameters, Cancellation.NEVER);
    this.walks = Math.min(MAX_WALKS, input.graph().vertexCount());
  }

  /** Takes walkers off a buffer, and drops trails. */
  private static final class Collector implements WalkOutlet {
    private final List<WalkerBatch> batches = new ArrayList<>();
    private final List<TrailBatch> trails = new ArrayList<>();

    @Override
    public void walkers(int partition, WalkerBatch batch) {
      batches.add(batch);
    }

    @Override
    public void trail(TrailBatch batch) {
      trails.add(batch);
    }

    @Override
    public void question(int partition, RowQuestion question) {
      throw new IllegalStateException("all rows are here");
    }
  }

  /** M steps a second of the partition's logic alone: kernels, and a copy of the trail. */
  private double kernels(PartitionWalkLogic logic, WaveBufferLogic buffer, long wave) {
    Collector off = new Collector();
    buffer.open(wave, 0, walks, off);
    Collector trails = new Collector();
    long started = System.nanoTime();
    for (WalkerBatch batch : off.batches) {
      logic.advance(List.of(batch), trails);
    }
    double seconds = (System.nanoTime() - started) * 1e-9;
    long steps = trails.trails.stream().mapToLong(TrailBatch::vertices).sum();
    return steps / seconds / 1e6;
  }

  /** The same with a wave's buffer that sends walkers off and takes each trail in, still without actors. */
  private double kernelsAndBuffer(PartitionWalkLogic logic, WaveBufferLogic buffer, long wave) {
    Collector off = new Collector();
    Collector trails = new Collector();
    long started = System.nanoTime();
    buffer.open(wave, 0, walks, off);
    for (WalkerBatch batch : off.batches) {
      logic.advance(List.of(batch), trails);
      trails.trails.forEach(buffer::accept);
      trails.trails.clear();
    }
    return buffer.steps() / ((System.nanoTime() - started) * 1e-9) / 1e6;
  }

  /** M steps a second of a whole pass: actors, waves and buffer; without building the model. */
  private double engine(StriderEngine engine, double modelSeconds) {
    StageReport[] report = new StageReport[1];
    StageListener listener =
        new StageListener() {
          @Override
          public void started(Stage stage, long plannedItems) {}

          @Override
          public void advanced(Stage stage, long itemsDone) {}

          @Override
          public void finished(StageReport finished) {
            report[0] = finished;
          }
        };
    engine.walk(input.graph(), input.labels(), parameters, (wave, cancellation) -> {}, listener, Cancellation.NEVER);
    return report[0].items() / (report[0].seconds() - modelSeconds) / 1e6;
  }

  private double modelSeconds() {
    double[] seconds = new double[5];
    for (int i = 0; i < seconds.length; i++) {
      long started = System.nanoTime();
      TransitionModel.of(input.graph(), parameters, Cancellation.NEVER);
      seconds[i] = (System.nanoTime() - started) * 1e-9;
    }
    return median(seconds);
  }

  private void run(double seconds) {
    PartitionWalkLogic logic = new PartitionWalkLogic(model, endpoints, 0);
    WalkStarts starts = new WalkStarts(parameters.seed(), input.graph().vertexCount());
    WaveBufferLogic buffer = new WaveBufferLogic(starts, WALK_LENGTH, walks);
    buffer.connect(endpoints);
    double modelSeconds = modelSeconds();
    List<Double> alone = new ArrayList<>();
    List<Double> buffered = new ArrayList<>();
    List<Double> whole = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    try (StriderEngine engine = StriderEngine.start(new EngineSettings(1, 1, MEMORY_BYTES))) {
      long began = System.nanoTime();
      for (int turn = 0; turn < WARM_UP_TURNS + MIN_TURNS || (System.nanoTime() - began) * 1e-9 < seconds; turn++) {
        double a = kernels(logic, buffer, turn);
        double c = kernelsAndBuffer(logic, buffer, turn);
        double b = engine(engine, modelSeconds);
        double again = kernels(logic, buffer, turn);
        if (turn >= WARM_UP_TURNS) {
          alone.add(a);
          alone.add(again);
          buffered.add(c);
          whole.add(b);
          ratios.add((a + again) / 2 / b);
        }
      }
    }
    System.out.printf(
        "p = %s, q = %s, %s: kernels %.1f M steps/s, with a wave's buffer %.1f, with actors too %.1f: time %+.0f %% (quartiles %+.0f to %+.0f), %d turns%n",
        parameters.returnParameter(),
        parameters.inOutParameter(),
        input.graph().weighted() ? "weighted" : "unweighted",
        median(alone),
        median(buffered),
        median(whole),
        100 * (quantile(ratios, 0.5) - 1),
        100 * (quantile(ratios, 0.25) - 1),
        100 * (quantile(ratios, 0.75) - 1),
        ratios.size());
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double median(List<Double> values) {
    return quantile(values, 0.5);
  }

  private static double quantile(List<Double> values, double part) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get((int) Math.min(sorted.size() - 1, Math.round(part * (sorted.size() - 1))));
  }

  public static void main(String[] arguments) {
    IngestOptions options = IngestOptions.DEFAULT.withWeighted(Boolean.parseBoolean(arguments[1]));
    try (IngestedGraph input =
        GraphIngest.read(
            GraphSource.path(Path.of(arguments[0])), options, StageListener.SILENT, Cancellation.NEVER)) {
      System.out.printf("%,d vertices, %,d edges%n", input.graph().vertexCount(), input.graph().edgeCount());
      for (int i = 3; i < arguments.length; i++) {
        String[] pair = arguments[i].split(",");
        new WalkOverhead(input, Double.parseDouble(pair[0]), Double.parseDouble(pair[1]))
            .run(Double.parseDouble(arguments[2]));
      }
    }
  }
}
