package consumer;

import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Classifies a headline with every model of a folder. */
public final class Main {
  public static void main(String[] args) throws IOException {
    try (DirectoryStream<Path> models = Files.newDirectoryStream(Path.of(args[0]), "*.gguf")) {
      for (Path model : models) {
        try (SentimentClassifier classifier = SentimentClassifier.load(model)) {
          SentimentResult result = classifier.classify("Sensex jumps 500 points as banks rally");
          System.out.printf(
              "consumer: %s on the %s: %s%n",
              model.getFileName(),
              SentimentClassifier.class.getModule().isNamed() ? "module path" : "class path",
              result.label());
        }
      }
    }
  }
}
