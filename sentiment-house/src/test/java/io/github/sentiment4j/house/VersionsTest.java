package io.github.sentiment4j.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every POM has the same version, also that of the BOM, which has no parent. */
final class VersionsTest {
  @Test
  void poms_versions_areAllTheSame() throws Exception {
    String version = Poms.texts(Poms.pom("."), "/project/version").get(0);
    List<String> modules = Poms.modules();

    assertThat(modules).hasSizeGreaterThan(6);
    for (String module : modules) {
      assertThat(Poms.texts(Poms.pom(module), "/project/version | /project/parent/version"))
          .as("version in %s/pom.xml", module)
          .containsExactly(version);
    }
  }

  @Test
  void bom_artifacts_areThosePublished() throws Exception {
    Set<String> published = new TreeSet<>();
    for (String module : Poms.modules()) {
      boolean bom = module.equals("sentiment-bom");
      boolean kept =
          Poms.texts(Poms.pom(module), "/project/properties/maven.deploy.skip").contains("true");
      if (!bom && !kept) {
        published.addAll(Poms.texts(Poms.pom(module), "/project/artifactId"));
      }
    }

    assertThat(
            Poms.texts(
                Poms.pom("sentiment-bom"),
                "/project/dependencyManagement/dependencies/dependency/artifactId"))
        .containsExactlyInAnyOrderElementsOf(published);
  }
}
