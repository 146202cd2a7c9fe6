package io.github.sentiment4j.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.NATIVE;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which module may use which, and what none may use. */
final class ArchitectureTest {
  private static final String ROOT = House.PACKAGE;
  private static final JavaClasses PROJECT = House.CLASSES;

  @Test
  void project_importedClasses_areThoseOfAllModules() {
    Set<String> packages =
        PROJECT.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());

    assertThat(packages)
        .contains(
            ROOT + ".support",
            ROOT + ".core",
            ROOT + ".gguf",
            ROOT + ".jni",
            ROOT + ".portable",
            ROOT + ".evaluation",
            ROOT + ".model",
            ROOT + ".train.data",
            ROOT + ".cli",
            ROOT + ".examples")
        .doesNotContain(ROOT + ".house");
  }

  @Test
  void modules_imports_areThoseOfTheTable() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
        .layer("support")
        .definedBy(ROOT + ".support..")
        .layer("core")
        .definedBy(ROOT + ".core..")
        .layer("gguf")
        .definedBy(ROOT + ".gguf..")
        .layer("native")
        .definedBy(ROOT + ".jni..")
        .layer("portable")
        .definedBy(ROOT + ".portable..")
        .layer("model")
        .definedBy(ROOT + ".model..")
        .layer("train")
        .definedBy(ROOT + ".train..")
        .layer("evaluation")
        .definedBy(ROOT + ".evaluation..")
        .layer("cli")
        .definedBy(ROOT + ".cli..")
        .layer("corpus")
        .definedBy(ROOT + ".corpus..")
        .optionalLayer("bench")
        .definedBy(ROOT + ".bench..")
        .layer("examples")
        .definedBy(ROOT + ".examples..")
        .ensureAllClassesAreContainedInArchitecture()
        .whereLayer("support")
        .mayNotAccessAnyLayer()
        .whereLayer("core")
        .mayOnlyAccessLayers("support")
        .whereLayer("gguf")
        .mayOnlyAccessLayers("support")
        .whereLayer("native")
        .mayOnlyAccessLayers("support", "core", "gguf")
        .whereLayer("portable")
        .mayOnlyAccessLayers("support", "core", "gguf")
        .whereLayer("portable")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("model")
        .mayOnlyAccessLayers("support", "core", "gguf", "native")
        .whereLayer("train")
        .mayOnlyAccessLayers("support", "core", "gguf", "native", "model", "evaluation")
        .whereLayer("evaluation")
        .mayOnlyAccessLayers("support", "core", "gguf")
        .whereLayer("cli")
        .mayOnlyAccessLayers("support", "core", "gguf", "native", "model", "evaluation", "train")
        .whereLayer("examples")
        .mayOnlyAccessLayers("core", "gguf", "evaluation", "train")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("corpus")
        .mayNotAccessAnyLayer()
        .whereLayer("bench")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("examples")
        .mayNotBeAccessedByAnyLayer()
        .check(PROJECT);
  }

  @Test
  void supportCoreAndGguf_imports_areOfTheJdk() {
    classes()
        .that(resideInAnyPackage(ROOT + ".support..", ROOT + ".core..", ROOT + ".gguf.."))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                ROOT + "..",
                "java..",
                // Annotations for the compiler, which are absent at run time.
                "org.jspecify.annotations",
                "com.google.errorprone.annotations.."))
        .check(PROJECT);
  }

  @Test
  void standardStreams_use_isForProgramsOnly() {
    noClasses()
        .that(
            are(
                not(
                    resideInAnyPackage(
                        ROOT + ".cli..",
                        ROOT + ".examples..",
                        ROOT + ".bench..",
                        ROOT + ".corpus.."))))
        .should(ACCESS_STANDARD_STREAMS)
        .check(PROJECT);
  }

  @Test
  void nativeMethods_areInOneClass() {
    methods()
        .that(are(modifier(NATIVE)))
        .should()
        .beDeclaredInClassesThat()
        .haveFullyQualifiedName(ROOT + ".jni.internal.Natives")
        .check(PROJECT);
  }
}
