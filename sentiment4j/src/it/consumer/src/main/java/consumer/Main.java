package consumer;

import io.github.sentiment4j.core.SentimentClassifier;

/** Classifies two headlines with what the one dependency brings. */
public final class Main {
  public static void main(String[] args) {
    try (SentimentClassifier classifier = SentimentClassifier.embedded()) {
      System.out.printf(
          "consumer: on the %s%s: %s %s%n",
          SentimentClassifier.class.getModule().isNamed() ? "module path" : "class path",
          ModuleLayer.boot().findModule("io.github.sentiment4j").isEmpty()
                  && SentimentClassifier.class.getModule().isNamed()
              ? ", core alone"
              : "",
          classifier.classify("Sensex jumps 500 points as banks rally").label(),
          classifier.classify("公司净利润同比下降四成").label());
    }
  }
}
