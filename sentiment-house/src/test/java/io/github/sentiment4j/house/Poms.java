package io.github.sentiment4j.house;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the POMs of the project. */
final class Poms {
  private Poms() {}

  static Document pom(String module)
      throws ParserConfigurationException, IOException, SAXException {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(House.ROOT.resolve(module).resolve("pom.xml").toFile());
  }

  /** Returns the folders of all modules, of those in profiles too. */
  static List<String> modules()
      throws ParserConfigurationException, IOException, SAXException, XPathExpressionException {
    return texts(pom("."), "//modules/module");
  }

  static List<String> texts(Document pom, String path) throws XPathExpressionException {
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
