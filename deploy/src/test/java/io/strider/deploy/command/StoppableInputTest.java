package io.strider.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.strider.runtime.common.Cancellation;
import io.strider.runtime.common.CancelledException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StoppableInputTest {

  @Test
  void shouldGiveAllBytesOnce() throws IOException {
    byte[] bytes = new byte[1_000_003];
    new Random(7).nextBytes(bytes);
    try (InputStream in = new StoppableInput(new ByteArrayInputStream(bytes), Cancellation.NEVER)) {
      assertThat(in.read()).isEqualTo(bytes[0] & 0xff);
      assertThat(in.readAllBytes()).hasSize(bytes.length - 1).endsWith(bytes[bytes.length - 1]);
      assertThat(in.read()).isEqualTo(-1);
      assertThat(in.read()).isEqualTo(-1);
    }
    try (InputStream in = new StoppableInput(new ByteArrayInputStream(bytes), Cancellation.NEVER)) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Test
  void shouldGiveUpWhileNothingComes() throws IOException {
    AtomicBoolean stop = new AtomicBoolean();
    try (PipedOutputStream idle = new PipedOutputStream();
        InputStream in = new StoppableInput(new PipedInputStream(idle), stop::get)) {
      idle.write('x');
      assertThat(in.read()).isEqualTo('x');
      Thread.ofVirtual().start(() -> stop.set(true));
      assertThatThrownBy(in::read).isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void shouldPassFailuresOn() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    try (InputStream in = new StoppableInput(broken, Cancellation.NEVER)) {
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessage("Stream closed");
    }
  }
}
