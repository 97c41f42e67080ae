package io.strider.actors.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.Reachability;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.sbr.DowningStrategy;
import org.apache.pekko.cluster.sbr.KeepMajority;
import org.apache.pekko.util.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Records are text: {@code ad xa} are two, of node a against node d and of x against a; {@code ad!} is one of a termination. d and e
 * are drivers, all other letters nodes.
 */
final class DeadObserversTest {

  /** Driver d died, node a saw it and died; x and y are left, and driver e is joining and has missed nobody (of a soak in CI). */
  private static final String SOAK = "ad xa xd ya yd";

  private static final String DOUBLE = "SBR double DownIndirectlyConnected decision";

  private static UniqueAddress node(char name) {
    return new UniqueAddress(new Address("pekko", "strider", "127.0.0." + (int) name, 1), name);
  }

  private static Reachability reachability(String records) {
    Reachability all = Reachability.empty();
    for (String record : records.isEmpty() ? new String[0] : records.split(" ", -1)) {
      UniqueAddress observer = node(record.charAt(0));
      UniqueAddress subject = node(record.charAt(1));
      all = record.endsWith("!") ? all.terminated(observer, subject) : all.unreachable(observer, subject);
    }
    return all;
  }

  private static String text(Reachability reachability) {
    return CollectionConverters.asJava(reachability.records()).stream()
        .map(
            record ->
                name(record.observer())
                    + name(record.subject())
                    + (record.status().equals(Reachability.Terminated$.MODULE$) ? "!" : ""))
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static String name(UniqueAddress node) {
    return String.valueOf((char) node.longUid());
  }

  @ParameterizedTest
  @CsvSource({
    "ad xa xd,xa xd",
    SOAK + ",xa xd ya yd",
    // One after the other, three.
    "ad ba bd xa xb xd ya yb yd,xa xb xd ya yb yd",
    // The two who died had lost each other before.
    "ab ba xa xb,xa xb",
    "ad! xa! xd!,xa! xd!",
    // Driver d died, then the network was cut between a and the others; as each side sees it.
    "ad xa xd ya yd,xa xd ya yd",
    "ad ax ay xd yd,ad ax ay",
  })
  void shouldLeaveOutWhatTheDeadSayOfTheDead(String records, String left) {
    assertThat(text(DeadObservers.prune(reachability(records)))).isEqualTo(left);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "xd yd",
        // A broken link between a and b, and a third who sees both: alone, beside a death, and of a node with both.
        "ab ba",
        "ab ad ba bd cd",
        "ab ba ac ca",
        // A clean cut: seen by the majority, and by the minority.
        "xa xb ya yb za zb",
        "ax ay az bx by bz",
        // Only some of the live observers miss a.
        "ad xa xd yd",
        "ax xa xd yd",
        // Nobody but a itself has missed x: x must stay unreachable.
        "ax xa ya za",
      })
  void shouldKeepAllElse(String records) {
    Reachability before = reachability(records);
    assertThat(text(DeadObservers.prune(before))).isEqualTo(text(before));
  }

  @Test
  void shouldKeepWhatTheDeadSayOfThoseWhomNobodyElseMisses() {
    assertThat(text(DeadObservers.prune(reachability("ad ax xa xd ya yd")))).isEqualTo("ax xa xd ya yd");
  }

  /** Each unreachable node is so afterwards; hence the strategy's own set of them still fits its records. */
  @Test
  void shouldNeverMakeANodeReachable() {
    List<String> names = List.of("a", "d", "x", "y");
    List<String> pairs = new ArrayList<>();
    for (String observer : names) {
      names.stream().filter(subject -> !subject.equals(observer)).forEach(subject -> pairs.add(observer + subject));
    }
    for (int graph = 0; graph < 1 << pairs.size(); graph++) {
      int chosen = graph;
      String records =
          IntStream.range(0, pairs.size())
              .filter(pair -> (chosen >> pair & 1) != 0)
              .mapToObj(pairs::get)
              .collect(Collectors.joining(" "));
      Reachability before = reachability(records);
      Reachability after = DeadObservers.prune(before);
      assertThat(after.allUnreachableOrTerminated()).as(records).isEqualTo(before.allUnreachableOrTerminated());
    }
  }

  private static KeepMajority strategy(String members, Reachability reachability) {
    KeepMajority strategy = new KeepMajority("default", Option.apply(ClusterSettings.PARTITION), node('x'));
    for (int i = 0; i < members.length(); i++) {
      char name = members.charAt(i);
      String role = "de".indexOf(name) < 0 ? ClusterSettings.PARTITION : ClusterSettings.DRIVER;
      scala.collection.immutable.Set<String> roles = CollectionConverters.asScala(Set.of(role, "dc-default")).toSet();
      MemberStatus status = name == 'e' ? MemberStatus.joining() : MemberStatus.up();
      Member member = new Member(node(name), 1, status, roles, Version.Zero());
      if (reachability.isReachable(member.uniqueAddress())) {
        strategy.add(member);
      } else {
        strategy.addUnreachable(member);
      }
    }
    strategy.setReachability(reachability);
    return strategy;
  }

  private static String downed(KeepMajority strategy) {
    DowningStrategy.Decision decision = strategy.decide();
    return CollectionConverters.asJava(strategy.nodesToDown(decision)).stream()
        .map(DeadObserversTest::name)
        .sorted()
        .collect(Collectors.joining());
  }

  /** When the first half fails, Pekko has mended its resolver, and all of this can go. */
  @ParameterizedTest
  @CsvSource({"adxy,ad xa xd ya yd,ad", "adxye," + SOAK + ",ad", "abdxyz,ad ba bd xa xb xd ya yb yd za zb zd,abd"})
  void shouldDownTheDeadAndNobodyElseWherePekkoDownsAll(String members, String records, String dead) {
    Reachability reachability = reachability(records);
    assertThatThrownBy(() -> downed(strategy(members, reachability)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(DOUBLE);
    assertThat(downed(strategy(members, DeadObservers.prune(reachability)))).isEqualTo(dead);
  }

  /** Both sides of a cut behind a death: the smaller one downs itself, as it has no majority. */
  @Test
  void shouldDownTheMinorityBehindACut() {
    Reachability seen = DeadObservers.prune(reachability("ad ax ay xd yd"));
    assertThat(downed(strategy("adxy", seen))).isEqualTo("a");
  }

  @Test
  void shouldDownBothEndsOfABrokenLinkAsPekkoDoes() {
    for (String records : List.of("xy yx", "ad xd xy yd yx")) {
      Reachability seen = reachability(records);
      String byPekko = downed(strategy("adxyz", seen));
      assertThat(byPekko).as(records).contains("xy");
      assertThat(downed(strategy("adxyz", DeadObservers.prune(seen)))).as(records).isEqualTo(byPekko);
    }
  }
}
