package io.github.sentiment4j.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A package named {@code internal} is used by its own module and by those it is exported to. */
final class InternalPackagesTest {
  private static final String FIXTURE = House.PACKAGE + ".house.fixture";
  private static final String OWNER = FIXTURE + ".owner";
  private static final String USER = FIXTURE + ".user";
  private static final String INTERNAL = OWNER + ".internal";

  @Test
  void project_internalPackages_areUsedOnlyWhereTheyAreExportedTo() {
    classes().should(useOnlyOfferedInternals(House.MODULES)).check(House.CLASSES);
  }

  @Test
  void descriptors_internalPackages_areExportedToNamedModulesOnly() {
    assertThat(House.MODULES)
        .flatExtracting(ModuleDescriptor::exports)
        .filteredOn(export -> isInternal(export.source()))
        .allMatch(ModuleDescriptor.Exports::isQualified);
  }

  @Test
  void descriptors_found_areThoseOfAllNamedModules() {
    assertThat(House.MODULES)
        .filteredOn(module -> !module.isAutomatic())
        .hasSameSizeAs(House.sources("src/main/java", "module-info.java"));
  }

  @Test
  void rule_useByAModuleWithoutAnExport_isAViolation() {
    EvaluationResult result = judge(owner().packages(Set.of(INTERNAL)).build());

    assertThat(result.getFailureReport().getDetails())
        .hasSize(1)
        .allMatch(line -> line.contains("Intruder.hidden()"));
  }

  @Test
  void rule_useByAModuleThatItIsExportedTo_isNone() {
    EvaluationResult result = judge(owner().exports(INTERNAL, Set.of(USER)).build());

    assertThat(result.hasViolation()).isFalse();
  }

  private static ModuleDescriptor.Builder owner() {
    return ModuleDescriptor.newModule(OWNER);
  }

  private static EvaluationResult judge(ModuleDescriptor owner) {
    ModuleDescriptor user = ModuleDescriptor.newModule(USER).packages(Set.of(USER)).build();
    JavaClasses fixture = new ClassFileImporter().importPackages(FIXTURE);
    return classes().should(useOnlyOfferedInternals(Set.of(owner, user))).evaluate(fixture);
  }

  private static ArchCondition<JavaClass> useOnlyOfferedInternals(Set<ModuleDescriptor> modules) {
    return new ArchCondition<>("use internal packages only of modules that export them to it") {
      @Override
      public void check(JavaClass from, ConditionEvents events) {
        from.getDirectDependenciesFromSelf().stream()
            .filter(use -> isInternal(use.getTargetClass().getPackageName()))
            .filter(use -> !mayUse(modules, from, use.getTargetClass()))
            .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
      }
    };
  }

  private static boolean mayUse(Set<ModuleDescriptor> modules, JavaClass from, JavaClass target) {
    Optional<ModuleDescriptor> user = moduleOf(modules, from);
    Optional<ModuleDescriptor> owner = moduleOf(modules, target);
    if (user.isEmpty() || owner.isEmpty()) {
      // The benchmarks and the examples have no descriptor: each is one package tree.
      return tree(from).equals(tree(target));
    }
    return user.equals(owner)
        || owner.get().exports().stream()
            .filter(export -> export.source().equals(target.getPackageName()))
            .anyMatch(export -> export.targets().contains(user.get().name()));
  }

  private static Optional<ModuleDescriptor> moduleOf(
      Set<ModuleDescriptor> modules, JavaClass type) {
    return modules.stream()
        .filter(module -> module.packages().contains(type.getPackageName()))
        .findFirst();
  }

  /** Returns the first name below the package of the project. */
  private static String tree(JavaClass type) {
    return type.getPackageName().substring(House.PACKAGE.length()).split("\\.", -1)[1];
  }

  private static boolean isInternal(String packageName) {
    return packageName.startsWith(House.PACKAGE) && (packageName + ".").contains(".internal.");
  }
}
