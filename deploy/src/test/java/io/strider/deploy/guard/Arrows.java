package io.strider.deploy.guard;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Which module may use which (DESIGN, section 2), and that packages form no cycle. */
final class Arrows {

  private static final String[] FOREIGN_TO_RUNTIME = {
    "org.apache.pekko..", "jcuda..", "scala..", "picocli..", "com.fasterxml.."
  };

  private Arrows() {}

  /** One rule an arrow that must not be, below a root package. */
  static List<ArchRule> forbidden(String root) {
    return List.of(
        none(root, "runtime", "actors", "gpu", "simulation", "deploy"),
        none(root, "actors", "gpu", "simulation", "deploy"),
        none(root, "gpu", "actors", "simulation", "deploy"),
        none(root, "simulation", "actors", "gpu", "deploy"),
        noClasses()
            .that()
            .resideInAPackage(root + ".runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FOREIGN_TO_RUNTIME)
            .because("the algorithms are a plain library")
            .allowEmptyShould(true));
  }

  /** No cycle of packages below a root package. */
  static ArchRule noCycles(String root) {
    return slices().matching(root + ".(**)").should().beFreeOfCycles();
  }

  private static ArchRule none(String root, String module, String... others) {
    String[] packages = new String[others.length];
    for (int i = 0; i < others.length; i++) {
      packages[i] = root + "." + others[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage(root + "." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .because("nothing points back from " + module)
        .allowEmptyShould(true);
  }
}
