package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.walk.WalkParameters;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

final class RowLoadingTest {

  private final TestInbox<WalkNode.Command> first = TestInbox.create();
  private final TestInbox<WalkNode.Command> second = TestInbox.create();
  private final TestInbox<ClusterRun.NodeReply> driver = TestInbox.create();
  private final RowLoading rows = new RowLoading();

  private WalkNode.Load question(int... own) {
    return new WalkNode.Load("graph.bin", new WalkParameters(1, 5, 1, 1, 1), 3, own, 7, driver.getRef());
  }

  private void begin() {
    rows.begin(
        Map.of(2, first.getRef(), 1, second.getRef(), 0, first.getRef()), this::question);
  }

  @Test
  void shouldAskEachNodeForItsPartitionsAndAgainUntilItAnswers() {
    begin();
    assertThat(rows.nodes()).containsExactlyInAnyOrder(first.getRef(), second.getRef());
    assertThat(rows.ask()).isTrue();
    assertThat(((WalkNode.Load) first.receiveMessage()).own()).containsExactly(0, 2);
    assertThat(((WalkNode.Load) second.receiveMessage()).own()).containsExactly(1);
    assertThat(rows.answered(first.getRef())).isFalse();
    assertThat(rows.ask()).isTrue();
    assertThat(first.hasMessages()).as("it has answered").isFalse();
    assertThat(((WalkNode.Load) second.receiveMessage()).own()).containsExactly(1);
    assertThat(rows.answered(first.getRef())).as("no news").isFalse();
    assertThat(rows.answered(second.getRef())).as("the last").isTrue();
    assertThat(rows.answered(second.getRef())).as("no news").isFalse();
    assertThat(rows.ask()).isFalse();
  }

  @Test
  void shouldForgetAnAttemptThatWasGivenUp() {
    begin();
    rows.clear();
    assertThat(rows.ask()).isFalse();
    assertThat(rows.nodes()).isEmpty();
    assertThat(rows.answered(first.getRef())).isFalse();
  }
}
