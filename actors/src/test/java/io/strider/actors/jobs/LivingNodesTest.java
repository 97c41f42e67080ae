package io.strider.actors.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LivingNodesTest {

  private final LivingNodes nodes = new LivingNodes();

  @Test
  void shouldLeaveOutWhatWasRemovedThoughTheStateStillHasIt() {
    assertThat(nodes.of(Set.of("a#1", "b#1"))).containsExactlyInAnyOrder("a#1", "b#1");
    nodes.removed("b#1");
    assertThat(nodes.of(Set.of("a#1", "b#1"))).containsExactly("a#1");
    assertThat(nodes.of(Set.of("a#1"))).containsExactly("a#1");
    assertThat(nodes.of(Set.of("a#1", "b#2"))).as("another life").containsExactlyInAnyOrder("a#1", "b#2");
  }
}
