package io.github.sentiment4j.examples;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import java.util.Locale;

/** Classifies one headline: {@code OneHeadline [HEADLINE [MODEL]]}. */
public final class OneHeadline {
  private OneHeadline() {}

  /** Runs the example. */
  public static void main(String[] args) {
    String headline = args.length > 0 ? args[0] : "Sensex jumps 500 points as banks rally";
    try (SentimentClassifier classifier = Model.of(args, 1).build()) {
      SentimentResult result = classifier.classify(headline);
      System.out.println(headline);
      System.out.printf(
          Locale.ROOT,
          "%s, score %+.2f, %d tokens, %d ms%n",
          result.label(),
          result.score(),
          result.tokens(),
          result.elapsed().toMillis());
      for (Sentiment sentiment : Sentiment.values()) {
        System.out.printf(Locale.ROOT, "%-8s %.3f%n", sentiment, result.probability(sentiment));
      }
    }
  }
}
