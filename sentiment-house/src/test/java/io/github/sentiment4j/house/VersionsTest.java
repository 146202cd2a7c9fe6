package io.github.sentiment4j.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The version stands in every POM, and the BOM has no parent that would keep it in step. */
final class VersionsTest {
  private static final Path ROOT = House.ROOT;

  @Test
  void poms_versions_areAllTheSame() throws Exception {
    String version = texts(pom("."), "/project/version").get(0);
    List<String> modules = texts(pom("."), "/project/modules/module");

    assertThat(modules).hasSizeGreaterThan(6);
    for (String module : modules) {
      assertThat(texts(pom(module), "/project/version | /project/parent/version"))
          .as("version in %s/pom.xml", module)
          .containsExactly(version);
    }
  }

  @Test
  void bom_artifacts_areThosePublished() throws Exception {
    Set<String> published = new TreeSet<>();
    for (String module : texts(pom("."), "/project/modules/module")) {
      boolean bom = module.equals("sentiment-bom");
      boolean kept = texts(pom(module), "/project/properties/maven.deploy.skip").contains("true");
      if (!bom && !kept) {
        published.addAll(texts(pom(module), "/project/artifactId"));
      }
    }

    assertThat(
            texts(
                pom("sentiment-bom"),
                "/project/dependencyManagement/dependencies/dependency/artifactId"))
        .containsExactlyInAnyOrderElementsOf(published);
  }

  private static Document pom(String module)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(ROOT.resolve(module).resolve("pom.xml").toFile());
  }

  private static List<String> texts(Document pom, String path) throws XPathExpressionException {
    NodeList nodes =
        (NodeList)
            XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent().strip());
    }
    return texts;
  }
}
