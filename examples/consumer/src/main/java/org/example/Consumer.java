package org.example;

import io.strider.actors.api.Embedding;
import io.strider.actors.api.EmbeddingJob;
import io.strider.actors.api.JobHandle;
import io.strider.actors.api.Strider;
import io.strider.actors.api.WalksJob;
import io.strider.runtime.ingest.GraphSource;
import java.nio.file.Path;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.javadsl.Sink;

/** Embeds the graph in the file that it is given, and prints what came of it and the first two walks. */
public final class Consumer {

  private Consumer() {}

  /** {@code Consumer EDGES}. */
  public static void main(String[] arguments) {
    GraphSource graph = GraphSource.path(Path.of(arguments[0]));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "consumer");
    try {
      Strider strider = Strider.get(system);
      JobHandle<Embedding> handle = strider.embed(EmbeddingJob.builder(graph).build());
      handle.progress().runForeach(progress -> System.err.println(progress.state() + " " + progress.stages()), system);
      Embedding embedding = handle.result().toCompletableFuture().join();
      System.out.println("vectors " + embedding.vectors().size());
      System.out.println("vectorsHash " + embedding.training().vectorsHash().toHex());
      strider
          .walks(WalksJob.builder(graph).build())
          .take(2)
          .runWith(Sink.foreach(walk -> System.out.println("walk " + walk.id() + " " + walk.labels())), system)
          .toCompletableFuture()
          .join();
    } finally {
      system.terminate();
    }
  }
}
