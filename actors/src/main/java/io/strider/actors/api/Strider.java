package io.strider.actors.api;

import io.strider.actors.CheckpointedRun;
import io.strider.actors.Checkpoints;
import io.strider.actors.EmbeddingResult;
import io.strider.actors.EngineSettings;
import io.strider.actors.StriderEngine;
import io.strider.actors.WalkResult;
import io.strider.actors.WalkedGraph;
import io.strider.actors.cluster.ClusterMember;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.LimitException;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.ingest.GraphIngest;
import io.strider.runtime.ingest.GraphSource;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.IngestedGraph;
import io.strider.runtime.output.OutputFiles;
import io.strider.runtime.progress.Monitor;
import io.strider.runtime.time.Clock;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TrainerChoice;
import io.strider.runtime.train.TrainerFactory;
import io.strider.runtime.train.TrainerKind;
import io.strider.runtime.vectors.VectorSet;
import io.strider.runtime.vectors.VectorWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.stream.javadsl.Source;
import org.jspecify.annotations.Nullable;

/**
 * Strider on an actor system of the user's: {@code Strider.get(system)}. Safe from any thread, actors included: no method
 * blocks. Each job has a thread of its own, and its walkers share a pool with those of other jobs of as many threads.
 *
 * <p>Up to {@code strider.max-jobs} jobs run side by side on one system, each within the memory of its own
 * {@link EngineSettings}; of those whose walkers move on a cluster, one at a time. One more is refused: its result
 * fails with {@link LimitException}. When the system terminates, its jobs are cancelled first. Submitted jobs that are followed count too,
 * and go on.
 *
 * <p>The JVM must be started with {@code --add-modules jdk.incubator.vector}, or a job that trains with Strider's own vector
 * arithmetic fails and says so; {@link TrainerKind#SCALAR} does without and is several times slower.
 *
 * <p>On a system with {@code pekko.actor.provider = cluster} whose member has the role {@link ClusterSettings#PARTITION},
 * getting the extension makes it a home for partitions of every member's jobs.
 */
public final class Strider implements Extension {

  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private final ActorSystem<?> system;
  private final int maxJobs;
  private final Map<JobRun<?>, EngineSettings> running = new LinkedHashMap<>();
  private long started;

  Strider(ActorSystem<?> system) {
    this.system = system;
    maxJobs = system.settings().config().getInt("strider.max-jobs");
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseServiceStop(), "strider-jobs", this::cancelAll);
    boolean clustered = system.settings().config().getString("pekko.actor.provider").equals("cluster");
    if (clustered && Cluster.get(system).selfMember().hasRole(ClusterSettings.PARTITION)) {
      ClusterMember.begin(system);
    }
  }

  /** The extension of a system; the same at every call. */
  public static Strider get(ActorSystem<?> system) {
    return StriderId.getInstance().apply(system);
  }

  /** Starts an embedding; the stages are ingest, walk, vocabulary, train and, for files, write. */
  public JobHandle<Embedding> embed(EmbeddingJob job) {
    JobRun<Embedding> run = new JobRun<>();
    launch(run, job.settings(), self -> embed(job, self));
    return run;
  }

  /**
   * Hands an embedding to the cluster of this system, which keeps and runs it as {@code strider embed --submit} has it: the job goes on when
   * this process ends, or any one node dies. Of the settings, partitions and trainer go along; threads and memory are those of the node that
   * trains. Checkpoints are kept in the cluster's workspace every five minutes.
   *
   * <p>The result fails with {@link InputException} when a part of the job exists in this process only: a source that is no
   * file or folder, a trainer of one's own, checkpoints in a journal, no files to write, a GPU; and with {@link
   * io.strider.runtime.common.ClusterException} when the cluster has no node of role coordinator or trainer. Paths are made
   * absolute, and every trainer must reach them.
   */
  public ClusterJob submit(EmbeddingJob job) {
    FollowedJob followed = new FollowedJob();
    launch(followed.following(), alone(job.settings()), self -> followed.submit(system, EmbeddingWords.of(job)));
    return followed;
  }

  /**
   * Follows a job that somebody has submitted to the cluster of this system, this program or another.
   *
   * @param name {@code job-N}
   */
  public ClusterJob submitted(String name) {
    FollowedJob followed = new FollowedJob();
    launch(followed.following(), EngineSettings.ofThisProcess(), self -> followed.follow(system, name));
    return followed;
  }

  /** Whoever only follows a job takes no part in what the nodes do. */
  private static EngineSettings alone(EngineSettings settings) {
    return settings.withCluster(null);
  }

  /** Starts walking and hands the walks to {@code consumer} wave by wave; the stages are ingest and walk. */
  public JobHandle<WalkResult> walk(WalksJob job, WalkConsumer consumer) {
    JobRun<WalkResult> run = new JobRun<>();
    launch(run, job.settings(), self -> walk(job, consumer, self));
    return run;
  }

  /**
   * Every walk in the order of the ids, 0 first. Each materialization is a job of its own, whose handle is the materialized value. Walks are
   * drawn a wave at a time, at most one ahead of the one that is being taken, so that a reader that pauses
   * pauses the walkers. A stream that is cancelled cancels the job; a job that fails or is cancelled fails the stream with the
   * exceptions of {@link JobHandle}.
   */
  public Source<Walk, JobHandle<WalkResult>> walks(WalksJob job) {
    return Source.fromGraph(new WalkSource(this, job));
  }

  /** Runs a job on a thread of its own, or refuses it. */
  <R> void launch(JobRun<R> run, EngineSettings settings, JobRun.Work<R> work) {
    long number;
    synchronized (this) {
      if (running.size() >= maxJobs) {
        run.fail(new LimitException("strider.max-jobs: " + maxJobs + " jobs run on this actor system already"), () -> {});
        return;
      }
      boolean busy = running.values().stream().anyMatch(other -> other.cluster() != null);
      if (settings.cluster() != null && busy) {
        run.fail(new LimitException("one job at a time uses the cluster: another one of this actor system does"), () -> {});
        return;
      }
      running.put(run, settings);
      number = started++;
    }
    Thread.ofPlatform().daemon().name("strider-job-" + number).start(() -> run.run(work, () -> leave(run)));
  }

  private synchronized void leave(JobRun<?> run) {
    running.remove(run);
  }

  private synchronized CompletionStage<Done> cancelAll() {
    running.keySet().forEach(JobRun::cancel);
    CompletableFuture<?>[] ends =
        running.keySet().stream()
            .map(run -> run.result().handle((result, failure) -> Done.done()).toCompletableFuture())
            .toArray(CompletableFuture<?>[]::new);
    return CompletableFuture.allOf(ends).thenApply(all -> Done.done());
  }

  /** The work of a walk, on the calling thread. */
  WalkResult walk(WalksJob job, WalkConsumer consumer, JobRun<?> run) {
    IngestedGraph input = read(job.source(), job.ingest(), job.settings().threads(), run);
    Labels labels = new HeldLabels(input.labels());
    try (StriderEngine engine = StriderEngine.on(system, job.settings())) {
      consumer.begin(input.graph(), labels);
      return engine.walk(input.graph(), labels, job.walk(), consumer, run.board(), run);
    }
  }

  private Embedding embed(EmbeddingJob job, JobRun<?> run) {
    TrainerFactory trainers = trainers(job);
    VectorFiles files = files(job);
    if (files != null) {
      files.check();
    }
    IngestedGraph input = read(job.source(), job.ingest(), job.settings().threads(), run);
    Labels labels = new HeldLabels(input.labels());
    try (StriderEngine engine = StriderEngine.on(system, job.settings())) {
      if (files != null) {
        files.format().check(labels);
      }
      if (job.checkpoints() == null) {
        EmbeddingResult result = engine.embed(input.graph(), labels, job.spec(), trainers, run.board(), run);
        return finish(job, input, labels, result, files, engine, OutputFiles::publish, run);
      }
      try (CheckpointedRun kept =
          engine.claim(job.checkpoints(), WalkedGraph.of(input.graph()), labels, job.spec(), trainers, run)) {
        kept.run().warnings().forEach(system.log()::warn);
        EmbeddingResult result = engine.embed(input.graph(), labels, job.spec(), trainers, kept, run.board(), run);
        return finish(job, input, labels, result, files, engine, kept.run()::finish, run);
      }
    } catch (RuntimeException | Error failure) {
      labels.close();
      throw failure;
    }
  }

  /** Where the vectors go; what this very job left of them when it was killed while it published is replaced. */
  private static @Nullable VectorFiles files(EmbeddingJob job) {
    VectorFiles files = job.files();
    Checkpoints checkpoints = job.checkpoints();
    if (checkpoints == null) {
      return files;
    }
    checkpoints.journal().check();
    return files == null ? null : files.replacing(checkpoints.journal().interruptedOutputs());
  }

  private static Embedding finish(
      EmbeddingJob job,
      IngestedGraph input,
      Labels labels,
      EmbeddingResult result,
      @Nullable VectorFiles files,
      StriderEngine engine,
      Consumer<OutputFiles> publication,
      JobRun<?> run) {
    VectorSet vectors = VectorSet.trained(result.vectors(), result.vocabulary(), labels);
    VectorSet contexts = VectorSet.trained(result.contexts(), result.vocabulary(), labels);
    try (OutputFiles outputs = new OutputFiles(files != null && files.replace())) {
      if (files != null) {
        stage(files, vectors, contexts, job.settings().threads(), outputs, run);
      }
      run.check();
      publication.accept(outputs);
    }
    List<Path> written = files == null ? List.of() : files.all();
    return new Embedding(input.report(), result, vectors, contexts, written, engine.nodeReports());
  }

  private static TrainerFactory trainers(EmbeddingJob job) {
    if (job.trainer() != null) {
      return job.trainer();
    }
    TrainerChoice choice = job.settings().trainer();
    TrainerKind kind = choice.kind();
    if (kind != TrainerKind.SCALAR && kind != TrainerKind.CUDA && ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      throw InputException.at(
          "JVM options",
          "no module " + VECTOR_MODULE,
          "--add-modules " + VECTOR_MODULE + ", or TrainerKind.SCALAR, which trains several times slower");
    }
    return SkipGramTrainers.factory(choice);
  }

  private static IngestedGraph read(GraphSource source, IngestOptions options, int threads, JobRun<?> run) {
    return run.reading(() -> GraphIngest.read(source, options, threads, run.board(), run));
  }

  private static void stage(
      VectorFiles files,
      VectorSet vectors,
      VectorSet contexts,
      int threads,
      OutputFiles outputs,
      JobRun<?> run) {
    Monitor monitor = new Monitor(run.board(), Clock.SYSTEM, run);
    if (files.contexts() != null) {
      VectorWriter.stage(contexts, files.format(), files.contexts(), outputs, threads, monitor);
    }
    VectorWriter.stage(vectors, files.format(), files.vectors(), outputs, threads, monitor);
  }
}
