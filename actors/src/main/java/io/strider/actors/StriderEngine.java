package io.strider.actors;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.strider.actors.cluster.ClusterConfig;
import io.strider.actors.cluster.ClusterMember;
import io.strider.actors.cluster.ClusterSettings;
import io.strider.actors.cluster.IngestShare;
import io.strider.actors.cluster.NodeReport;
import io.strider.actors.walk.WalkPass;
import io.strider.actors.walk.WalkRun;
import io.strider.runtime.checkpoint.RunIdentity;
import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import io.strider.runtime.common.ClusterException;
import io.strider.runtime.common.InputException;
import io.strider.runtime.common.StageListener;
import io.strider.runtime.common.StriderException;
import io.strider.runtime.common.WorkerPool;
import io.strider.runtime.corpus.LabelHashes;
import io.strider.runtime.corpus.WaveSink;
import io.strider.runtime.graph.Graph;
import io.strider.runtime.graph.Labels;
import io.strider.runtime.ingest.IngestOptions;
import io.strider.runtime.ingest.distributed.PublishedGraph;
import io.strider.runtime.plan.GraphSize;
import io.strider.runtime.plan.IngestSize;
import io.strider.runtime.plan.MemoryPlan;
import io.strider.runtime.plan.RunEstimate;
import io.strider.runtime.time.Clock;
import io.strider.runtime.train.SkipGramTrainers;
import io.strider.runtime.train.TrainerFactory;
import io.strider.runtime.walk.TransitionModel;
import io.strider.runtime.walk.WalkParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * Runs jobs one after the other on an actor system: one of its own ({@link #start}), or one that somebody else owns
 * ({@link #on}), which may have any number of engines at work. Methods block the calling thread, which must not
 * be an actor's, and may be called by one thread at a time. Failures arrive as {@link StriderException}.
 */
public final class StriderEngine implements AutoCloseable {

  /** Runs last as long as they last; this only keeps the timer within what the scheduler accepts. */
  private static final Duration LONGEST_RUN = Duration.ofDays(200);

  private static final long CANCELLATION_POLL_MILLIS = 50;

  /** Longer than all phases of Pekko's coordinated shutdown together, of which each has a limit of its own (75 s). */
  private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(90);

  private static final AtomicLong ENGINES = new AtomicLong();

  private final EngineSettings settings;
  private final Clock clock;
  private final ActorSystem<?> system;
  private final boolean ownsSystem;
  private final ActorRef<EngineGuardian.Command> guardian;
  private final WorkerPool pool;
  private final Map<String, NodeReport> reports = new ConcurrentSkipListMap<>();
  private final @Nullable EngineWorkspace workspace;

  private StriderEngine(ActorSystem<?> system, boolean ownsSystem, EngineSettings settings) {
    this.system = system;
    this.ownsSystem = ownsSystem;
    this.settings = settings;
    this.clock = Clock.SYSTEM;
    String name = "strider-engine-" + ENGINES.incrementAndGet();
    this.guardian = system.systemActorOf(EngineGuardian.create(settings), name, Props.empty());
    this.pool = new WorkerPool("strider-corpus", settings.threads());
    this.workspace = EngineWorkspace.of(settings.cluster(), system, clock);
  }

  /**
   * An engine with an actor system of its own, which {@link #close} stops. Without a cluster it binds no network port; with
   * one it waits until it is a member.
   *
   * @throws StriderException when it cannot join in time
   */
  public static StriderEngine start(EngineSettings settings) {
    ClusterSettings cluster = settings.cluster();
    if (cluster == null) {
      return new StriderEngine(ActorSystem.create(Behaviors.empty(), "strider"), true, settings);
    }
    Config config =
        ConfigFactory.parseString("strider.cluster.threads = " + settings.threads())
            .withFallback(ClusterConfig.of(cluster))
            .withFallback(ConfigFactory.load());
    ActorSystem<?> system = ClusterMember.create(Behaviors.empty(), cluster, config);
    StriderEngine engine = new StriderEngine(system, true, settings);
    ClusterMember.formAlone(system, cluster);
    return engine.awaitMembership(cluster);
  }

  /**
   * An engine on a system that runs already and goes on when the engine is closed.
   *
   * @param settings with a cluster, it is that of the system: {@link ClusterSettings#of}
   * @throws StriderException when the system does not become a member of its cluster in time
   * @throws IllegalStateException when the system has stopped
   */
  public static StriderEngine on(ActorSystem<?> system, EngineSettings settings) {
    StriderEngine engine = new StriderEngine(system, false, settings);
    return settings.cluster() == null ? engine : engine.awaitMembership(settings.cluster());
  }

  private StriderEngine awaitMembership(ClusterSettings cluster) {
    try {
      ClusterMember.awaitUp(system, cluster);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Where other nodes can join this one, as {@code host:port}; only with a cluster. */
  public String address() {
    return ClusterMember.address(system);
  }

  /** What each node of the cluster has done for this engine's runs so far, by address; empty without a cluster. */
  public List<NodeReport> nodeReports() {
    return List.copyOf(reports.values());
  }

  /** How this engine may use the machine. */
  public EngineSettings settings() {
    return settings;
  }

  /**
   * Walks the corpus once and hands every wave to {@code sink}; reports stage {@code walk}.
   *
   * @throws StriderException when the input cannot be walked, does not fit the budget, or the run was cancelled
   */
  public WalkResult walk(
      Graph graph,
      Labels labels,
      WalkParameters parameters,
      WaveSink sink,
      StageListener listener,
      Cancellation cancellation) {
    return walk(WalkedGraph.of(graph), labels, parameters, sink, listener, cancellation);
  }

  /** As {@link #walk(Graph, Labels, WalkParameters, WaveSink, StageListener, Cancellation)}, wherever the graph lies. */
  public WalkResult walk(
      WalkedGraph graph,
      Labels labels,
      WalkParameters parameters,
      WaveSink sink,
      StageListener listener,
      Cancellation cancellation) {
    return new WalkJob(this, graph, labels, parameters, listener, cancellation).run(sink);
  }

  /**
   * Has the nodes of the cluster read a graph, which then lies in the workspace; this process holds its labels, mapped, and no
   * edge. Reports stages {@code ingest} and {@code index}.
   *
   * @param source a file or a folder that every node reaches by the same path
   * @param walk what the graph is for: it decides whether the file gets an edge filter
   * @throws StriderException when the input or the workspace cannot be used by a node, or no node is there
   */
  public PublishedGraph ingest(
      Path source, IngestOptions options, WalkParameters walk, StageListener listener, Cancellation cancellation) {
    if (workspace == null) {
      throw InputException.at("cluster", "none", "one whose nodes read the graph");
    }
    return workspace.ingest().read(
        source,
        options,
        walk,
        listener,
        cancellation,
        (coordinator, context) ->
            runToEnd(replyTo -> new EngineGuardian.IngestOnCluster(coordinator, context, replyTo), cancellation));
  }

  /** What each node did in {@link #ingest}, by address. */
  public List<IngestShare> ingestShares() {
    return workspace == null ? List.of() : workspace.ingest().shares();
  }

  /**
   * Walks, counts, walks again and trains; reports stages {@code walk}, {@code vocabulary} and {@code train}.
   *
   * @throws StriderException as {@link #walk}; also when training diverges
   */
  public EmbeddingResult embed(
      Graph graph, Labels labels, EmbeddingSpec spec, StageListener listener, Cancellation cancellation) {
    return embed(graph, labels, spec, SkipGramTrainers.factory(settings.trainer()), listener, cancellation);
  }

  /** As {@link #embed(Graph, Labels, EmbeddingSpec, StageListener, Cancellation)} with a trainer of the caller's own. */
  public EmbeddingResult embed(
      Graph graph,
      Labels labels,
      EmbeddingSpec spec,
      TrainerFactory trainers,
      StageListener listener,
      Cancellation cancellation) {
    return embed(WalkedGraph.of(graph), labels, spec, trainers, null, listener, cancellation);
  }

  /**
   * As {@link #embed(Graph, Labels, EmbeddingSpec, TrainerFactory, StageListener, Cancellation)}, for a run that {@link #claim}
   * gave: goes on where it stands, and keeps what later processes need to go on. Whoever claimed it publishes and ends it.
   */
  public EmbeddingResult embed(
      Graph graph,
      Labels labels,
      EmbeddingSpec spec,
      TrainerFactory trainers,
      CheckpointedRun run,
      StageListener listener,
      Cancellation cancellation) {
    return embed(WalkedGraph.of(graph), labels, spec, trainers, run, listener, cancellation);
  }

  /**
   * As the others, wherever the graph lies.
   *
   * @param run what {@link #claim} gave, or null for one that ends with this process
   */
  public EmbeddingResult embed(
      WalkedGraph graph,
      Labels labels,
      EmbeddingSpec spec,
      TrainerFactory trainers,
      @Nullable CheckpointedRun run,
      StageListener listener,
      Cancellation cancellation) {
    EmbedJob.Training training = new EmbedJob.Training(trainers, run);
    return new EmbedJob(this, graph, labels, spec, training, listener, cancellation).run();
  }

  /**
   * Begins an embedding in a journal, or becomes the owner of one that an earlier process began there.
   *
   * @throws StriderException when the run there is another one or has a living owner, when the journal cannot be used, or the
   *     trainers cannot go on from a checkpoint
   */
  public CheckpointedRun claim(
      Checkpoints checkpoints,
      WalkedGraph graph,
      Labels labels,
      EmbeddingSpec spec,
      TrainerFactory trainers,
      Cancellation cancellation) {
    RunIdentity identity = EmbeddingIdentity.of(graph, LabelHashes.of(labels, pool), spec, trainers, cancellation);
    return new CheckpointedRun(checkpoints.journal().claim(identity), checkpoints.interval());
  }

  /**
   * The memory that an embedding in one process will have resident by the end of each stage, before anything is read or
   * started.
   *
   * @param edgeLines edges before duplicates are merged
   * @param labelBytes the UTF-8 bytes of all labels together
   * @throws io.strider.runtime.common.LimitException with the numbers, when the settings' memory cannot hold it
   */
  public static RunEstimate estimate(
      GraphSize graph, long edgeLines, long labelBytes, EmbeddingSpec spec, EngineSettings settings) {
    MemoryPlan plan = EmbedJob.memoryPlan(graph, spec, settings, SkipGramTrainers.factory(settings.trainer()));
    IngestSize text = new IngestSize(edgeLines, labelBytes, settings.threads());
    return RunEstimate.of(graph, text, plan, settings.memoryBytes());
  }

  Clock clock() {
    return clock;
  }

  /** Threads for work on whole waves; idle while walkers move. */
  WorkerPool pool() {
    return pool;
  }

  /** Runs one pass and returns when all its actors have stopped. */
  void run(WalkPass pass) {
    Path file = workspace == null ? null : workspace.publication().of(pass);
    runToEnd(
        replyTo ->
            file == null
                ? new EngineGuardian.Walk(pass, replyTo)
                : new EngineGuardian.WalkOnCluster(pass, file, this::addReport, replyTo),
        pass.cancellation());
  }

  private void runToEnd(
      Function<ActorRef<WalkRun.Outcome>, EngineGuardian.Command> command, Cancellation cancellation) {
    CompletableFuture<WalkRun.Outcome> outcome =
        AskPattern.<EngineGuardian.Command, WalkRun.Outcome>ask(
                guardian, command::apply, LONGEST_RUN, system.scheduler())
            .toCompletableFuture();
    switch (await(outcome, cancellation)) {
      case WalkRun.Outcome.Completed completed -> {}
      case WalkRun.Outcome.Stopped stopped -> throw explain(stopped.cause());
    }
  }

  private void addReport(NodeReport report) {
    reports.merge(report.address(), report, (earlier, later) -> later.plus(earlier));
  }

  /** Has the nodes load a graph from a file that stays its owner's. */
  void adopt(TransitionModel model, Path file) {
    if (workspace == null) {
      throw InputException.at("a graph without rows in this process", "no cluster", "one whose nodes walk it");
    }
    workspace.publication().adopt(model, file);
  }

  /** An interrupt cancels as well: the caller's sink and files are in use until all actors have stopped. */
  private WalkRun.Outcome await(CompletableFuture<WalkRun.Outcome> outcome, Cancellation cancellation) {
    boolean interrupted = false;
    boolean told = false;
    try {
      while (true) {
        try {
          return outcome.get(CANCELLATION_POLL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (system.getWhenTerminated().toCompletableFuture().isDone()) {
            throw new ClusterException(ClusterMember.whyRemoved(system));
          }
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw explain(e.getCause());
        }
        if (!told && (interrupted || cancellation.isCancelled())) {
          told = true;
          guardian.tell(new EngineGuardian.CancelRuns());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException explain(@Nullable Throwable cause) {
    if (cause instanceof StriderException expected) {
      return expected;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return new IllegalStateException("the walk failed: " + cause, cause);
  }

  /** Stops what it started; nothing must be at work any more. */
  @Override
  public void close() {
    if (workspace != null) {
      workspace.close();
    }
    pool.close();
    guardian.tell(new EngineGuardian.Stop());
    if (!ownsSystem) {
      return;
    }
    system.terminate();
    try {
      system.getWhenTerminated().toCompletableFuture().get(SHUTDOWN_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the actor system did not stop within " + SHUTDOWN_TIMEOUT, e);
    }
  }
}
