package io.strider.deploy.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArrowsTest {

  private static final String ROOT = "io.strider";
  private static final String FIXTURE = "io.strider.deploy.guard.fixture";
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void shouldKeepArrowsBetweenModules() {
    for (String module : new String[] {"runtime", "actors", "simulation", "gpu", "deploy"}) {
      assertThat(PRODUCT.stream().anyMatch(c -> c.getPackageName().startsWith(ROOT + "." + module)))
          .as("classes of " + module)
          .isTrue();
    }
    Arrows.forbidden(ROOT).forEach(rule -> rule.check(PRODUCT));
  }

  @Test
  void shouldKeepPackagesFreeOfCycles() {
    Arrows.noCycles(ROOT).check(PRODUCT);
  }

  @Test
  void shouldNoticeAnArrowThatPointsBack() {
    JavaClasses bad = new ClassFileImporter().importPackages(FIXTURE);
    assertThat(Arrows.forbidden(FIXTURE).stream().filter(rule -> fails(rule, bad)))
        .hasSize(1)
        .allSatisfy(rule -> assertThat(rule.getDescription()).contains("runtime"));
  }

  @Test
  void shouldNoticeACycle() {
    assertThat(fails(Arrows.noCycles(FIXTURE), new ClassFileImporter().importPackages(FIXTURE))).isTrue();
  }

  private static boolean fails(ArchRule rule, JavaClasses classes) {
    return rule.evaluate(classes).hasViolation();
  }

}
