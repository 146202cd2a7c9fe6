package io.github.sentiment4j.house;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The dependencies between packages, and the sizes of packages and classes. */
final class PackagesTest {
  private static final int CLASSES_IN_A_PACKAGE = 30;
  private static final int CLASSES_IN_A_PACKAGE_OF_THE_COMMAND_LINE = 25;
  private static final int LINES_OF_A_CLASS = 500;

  @Test
  void project_packages_haveNoCycle() {
    slices().matching(House.PACKAGE + ".(**)").should().beFreeOfCycles().check(House.CLASSES);
  }

  @Test
  void rule_packagesThatUseEachOther_isAViolation() {
    assertThat(
            slices()
                .matching(House.PACKAGE + ".house.fixture.(**)")
                .should()
                .beFreeOfCycles()
                .evaluate(
                    new ClassFileImporter().importPackages(House.PACKAGE + ".house.fixture.circle"))
                .hasViolation())
        .isTrue();
  }

  @Test
  void packages_topLevelClasses_areFew() {
    Map<Path, Integer> classes = new TreeMap<>();
    for (Path file : House.sources("src/main/java", ".java")) {
      String name = file.getFileName().toString();
      if (!name.equals("package-info.java") && !name.equals("module-info.java")) {
        classes.merge(House.ROOT.relativize(file).getParent(), 1, Integer::sum);
      }
    }

    assertThat(classes).hasSizeGreaterThan(20);
    classes.entrySet().removeIf(size -> size.getValue() <= most(size.getKey()));
    assertThat(classes).as("classes by package").isEmpty();
  }

  @Test
  void classes_lines_areFew() {
    Map<Path, Long> lines = new TreeMap<>();
    for (Path file : House.sources("src/main/java", ".java")) {
      lines.put(House.ROOT.relativize(file), House.read(file).lines().count());
    }

    assertThat(lines).hasSizeGreaterThan(200);
    lines.values().removeIf(count -> count <= LINES_OF_A_CLASS);
    assertThat(lines).as("lines by class").isEmpty();
  }

  private static int most(Path folder) {
    return folder.startsWith("sentiment-cli")
        ? CLASSES_IN_A_PACKAGE_OF_THE_COMMAND_LINE
        : CLASSES_IN_A_PACKAGE;
  }
}
