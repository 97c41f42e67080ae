package io.strider.runtime.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.strider.runtime.ingest.IngestOptions.Delimiter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeListTest {

  private static final IngestOptions PLAIN = IngestOptions.DEFAULT;
  private static final IngestOptions WEIGHTED = PLAIN.withWeighted(true);

  @Test
  void shouldOrderVerticesByDegreeAndThenByLabelBytes() {
    assertThat(IngestText.rows("z hub\na hub\né hub\nZ hub\n", PLAIN))
        .isEqualTo("hub: Z a z é\nZ: hub\na: hub\nz: hub\né: hub\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b\nb c\n", "a\tb\nb\tc\n", "a,b\nb,c\n", " a   b \n\tb \t c\n", "a b x y\nb c z\n"})
  void shouldTellTheDelimiterFromTheFirstEdge(String text) {
    assertThat(IngestText.rows(text, PLAIN)).isEqualTo("b: a c\na: b\nc: b\n");
  }

  @Test
  void shouldKeepSpacesQuotesAndApostrophesOfTabSeparatedLabels() {
    assertThat(IngestText.rows("O'Neill \"Shaq\"\t New York \n New York \tx, y\n", PLAIN))
        .isEqualTo(" New York : O'Neill \"Shaq\" x, y\nO'Neill \"Shaq\":  New York \nx, y:  New York \n");
  }

  @Test
  void shouldKeepLeadingZerosSignsAndLongNumbersApart() {
    assertThat(IngestText.rows("7 007\n7 +7\n7 07\n7 12345678901\n7 123456789\n7 0\n7 00\n", PLAIN))
        .isEqualTo(
            "7: +7 0 00 007 07 123456789 12345678901\n+7: 7\n0: 7\n00: 7\n007: 7\n07: 7\n123456789: 7\n12345678901: 7\n");
  }

  @Test
  void shouldPassOverCommentsBlankLinesByteOrderMarkAndCarriageReturns() {
    String text = "\uFEFF# SNAP\r\n% KONECT\r\n\r\n  \t\r\na b\r\n  # indented\r\nb c";
    try (IngestedGraph graph = IngestText.read(text, PLAIN)) {
      assertThat(IngestText.rows(graph)).isEqualTo("b: a c\na: b\nc: b\n");
      assertThat(graph.report()).isEqualTo(new IngestReport(7, 2, 0, 0, 0, 3, 2, 0));
    }
  }

  @Test
  void shouldMergeDuplicatesOfBothDirectionsAndAddTheirWeights() {
    try (IngestedGraph graph = IngestText.read("a b 1\nb a 2\na b .5\nb c 1e-3\n", WEIGHTED)) {
      assertThat(IngestText.rows(graph)).isEqualTo("b: a=3.5 c=0.001\na: b=3.5\nc: b=0.001\n");
      assertThat(graph.report()).isEqualTo(new IngestReport(4, 4, 2, 0, 0, 3, 2, 0));
    }
  }

  @Test
  void shouldAddWeightsInAnOrderThatDoesNotDependOnTheFile() {
    String expected = IngestText.rows("a b 1e-8\na b 1\na b 1e-8\na b 3e7\n", WEIGHTED);
    assertThat(IngestText.rows("a b 3e7\nb a 1e-8\na b 1\nb a 1e-8\n", WEIGHTED)).isEqualTo(expected);
  }

  @Test
  void shouldKeepDirectionsApartWhenDirected() {
    IngestOptions directed = WEIGHTED.withDirected(true);
    try (IngestedGraph graph = IngestText.read("a b 1\nb a 2\na b 4\nc a 1\n", directed)) {
      assertThat(IngestText.rows(graph)).isEqualTo("a: b=5.0\nb: a=2.0\nc: a=1.0\n");
      assertThat(graph.report()).isEqualTo(new IngestReport(4, 4, 1, 0, 0, 3, 3, 0));
      assertThat(graph.graph().directed()).isTrue();
    }
  }

  @Test
  void shouldDropSelfLoopsButKeepTheirVertices() {
    try (IngestedGraph graph = IngestText.read("a a\nb c\nc c\nd d\n", PLAIN)) {
      assertThat(IngestText.rows(graph)).isEqualTo("b: c\nc: b\na:\nd:\n");
      assertThat(graph.report()).isEqualTo(new IngestReport(4, 4, 0, 3, 0, 4, 1, 2));
    }
  }

  @Test
  void shouldKeepASelfLoopOnceInItsRow() {
    IngestOptions loops = WEIGHTED.withKeepSelfLoops(true);
    try (IngestedGraph graph = IngestText.read("a a 1\na a 2\na b 1\n", loops)) {
      assertThat(IngestText.rows(graph)).isEqualTo("a: a=3.0 b=1.0\nb: a=1.0\n");
      assertThat(graph.report()).isEqualTo(new IngestReport(3, 3, 1, 2, 0, 2, 2, 0));
    }
  }

  @Test
  void shouldCountASelfLoopTwiceInTheDegreeOfADirectedGraph() {
    IngestOptions loops = PLAIN.withDirected(true).withKeepSelfLoops(true);
    assertThat(IngestText.rows("z z\na b\n", loops)).isEqualTo("z: z\na: b\nb:\n");
  }

  @Test
  void shouldTrimCommaSeparatedFieldsOnly() {
    assertThat(IngestText.rows("a , b c\n", PLAIN)).isEqualTo("a: b c\nb c: a\n");
    assertThat(IngestText.rows("a,b c\n", PLAIN.withDelimiter(Delimiter.BLANK))).isEqualTo("a,b: c\nc: a,b\n");
    assertThat(IngestText.rows("1,2\t3\n", PLAIN.withDelimiter(Delimiter.COMMA))).isEqualTo("1: 2\t3\n2\t3: 1\n");
  }

  @Test
  void shouldReadIntegersWithWeightsExtraColumnsAndWideBlanks() {
    assertThat(IngestText.rows("1 2 0.5 x\n3   4 2\r\n5 6 1\r\n7 8\t9\n", WEIGHTED))
        .isEqualTo("1: 2=0.5\n2: 1=0.5\n3: 4=2.0\n4: 3=2.0\n5: 6=1.0\n6: 5=1.0\n7: 8=9.0\n8: 7=9.0\n");
    assertThat(IngestText.rows("1\t2\tx\n3\t4\r\n5\t\n".replace("5\t\n", ""), PLAIN))
        .isEqualTo("1: 2\n2: 1\n3: 4\n4: 3\n");
  }

  @Test
  void shouldNotJoinAColumnWithTheNextLine() {
    assertThat(IngestText.rows("1 2\n12345678 123456789\n99999999 1234567890\n", PLAIN))
        .isEqualTo(
            "1: 2\n12345678: 123456789\n123456789: 12345678\n1234567890: 99999999\n2: 1\n99999999: 1234567890\n");
  }

  @Test
  void shouldAllowControlBytesInsideLabels() {
    assertThat(IngestText.rows("a\u0000b\tc\rd\n", PLAIN)).isEqualTo("a\u0000b: c\rd\nc\rd: a\u0000b\n");
  }

  @Test
  void shouldFindEveryLabelAndNoOther() {
    try (IngestedGraph graph = IngestText.read("ä b\nb 😀\n10 9\n", PLAIN)) {
      for (int v = 0; v < graph.labels().size(); v++) {
        assertThat(graph.labels().find(graph.labels().label(v))).isEqualTo(v);
      }
      assertThat(graph.labels().find("a")).isEqualTo(-1);
      assertThat(graph.labels().find("")).isEqualTo(-1);
      assertThat(graph.labels().find("😀😀")).isEqualTo(-1);
    }
  }
}
