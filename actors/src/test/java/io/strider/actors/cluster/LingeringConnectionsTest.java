package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.StreamTcpException;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a system that waits for a stream which has none. */
@Tag("cluster")
@Timeout(60)
final class LingeringConnectionsTest {

  @Test
  void shouldEndAStreamThatASystemWaitsForWhenItStops() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "lingering");
      LingeringConnections.cutOffAtTheEnd(system);
      CompletionStage<Done> end =
          Source.<ByteString>maybe()
              .via(Tcp.get(system).outgoingConnection("127.0.0.1", silent.getLocalPort()))
              .toMat(Sink.ignore(), Keep.right())
              .run(system);
      try (Socket peer = silent.accept()) {
        CoordinatedShutdown.get(system)
            .addTask(
                CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
                "waits-for-the-stream",
                () -> end.handle((done, failure) -> Done.getInstance()));
        system.terminate();
        assertThatThrownBy(() -> end.toCompletableFuture().get(9, TimeUnit.SECONDS))
            .hasCauseInstanceOf(StreamTcpException.class);
        assertThat(system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(peer.isClosed()).isFalse();
      }
    }
  }
}
