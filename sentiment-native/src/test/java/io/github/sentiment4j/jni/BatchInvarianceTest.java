package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentOutcome;
import io.github.sentiment4j.core.SentimentResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that the result of a text does not depend on the other texts of its batch: alone, in
 * batches of 7 and 32, and from 8 threads, whose batches vary.
 */
class BatchInvarianceTest {
  /**
   * The tolerance with F32 weights: attention uses F16, and rows that share a decode sum otherwise.
   */
  private static final double TINY_TOLERANCE = 2e-3;

  /** The tolerance with quantised activations: a different last bit can become a whole step. */
  private static final double REAL_TOLERANCE = 0.05;

  @Test
  void classify_sixtyHeadlinesOnTinyModel_doesNotDependOnTheBatch() throws Exception {
    compare(Goldens.tinyModel(), Headlines.sixty(), TINY_TOLERANCE);
  }

  @Test
  void classify_sixtyHeadlinesOnCompactReference_doesNotDependOnTheBatch() throws Exception {
    compare(RealModels.compactReference(), Headlines.sixty(), REAL_TOLERANCE);
  }

  @Test
  @Tag("oracle")
  void classify_twoThousandHeadlinesOnCompactReference_doesNotDependOnTheBatch() throws Exception {
    compare(RealModels.compactReference(), Headlines.twoThousand(), REAL_TOLERANCE);
  }

  private static void compare(Path model, List<String> texts, double tolerance) throws Exception {
    List<SentimentResult> alone;
    try (SentimentClassifier classifier = open(model, 1)) {
      alone = classifyAll(classifier, texts);
    }
    for (int batch : new int[] {7, 32}) {
      try (SentimentClassifier classifier = open(model, batch)) {
        compare(model, "batches of " + batch, alone, classifyAll(classifier, texts), tolerance);
      }
    }
    try (SentimentClassifier classifier = open(model, 32)) {
      compare(model, "8 threads", alone, fromThreads(classifier, texts, 8), tolerance);
    }
  }

  private static SentimentClassifier open(Path model, int maxBatch) {
    return SentimentClassifier.builder().model(model).threads(1).maxBatch(maxBatch).build();
  }

  private static List<SentimentResult> classifyAll(
      SentimentClassifier classifier, List<String> texts) {
    return classifier.classifyAll(texts).stream().map(SentimentOutcome::orThrow).toList();
  }

  private static List<SentimentResult> fromThreads(
      SentimentClassifier classifier, List<String> texts, int threads)
      throws InterruptedException, ExecutionException {
    ExecutorService callers = Executors.newFixedThreadPool(threads);
    try {
      List<Future<SentimentResult>> answers = new ArrayList<>();
      for (String text : texts) {
        answers.add(callers.submit(() -> classifier.classify(text)));
      }
      List<SentimentResult> results = new ArrayList<>();
      for (Future<SentimentResult> answer : answers) {
        results.add(answer.get());
      }
      return results;
    } finally {
      callers.shutdownNow();
    }
  }

  private static void compare(
      Path model,
      String how,
      List<SentimentResult> alone,
      List<SentimentResult> together,
      double tolerance) {
    assertThat(together).hasSameSizeAs(alone);
    int otherLabels = 0;
    double largest = 0;
    double largestMarginOfOtherLabel = 0;
    for (int t = 0; t < alone.size(); t++) {
      SentimentResult a = alone.get(t);
      SentimentResult b = together.get(t);
      double[] p = probabilities(a);
      double[] q = probabilities(b);
      for (int k = 0; k < p.length; k++) {
        largest = Math.max(largest, Math.abs(p[k] - q[k]));
      }
      if (a.label() != b.label()) {
        otherLabels++;
        largestMarginOfOtherLabel = Math.max(largestMarginOfOtherLabel, margin(p));
      }
    }
    Report.print(
        "same answer in %s, %s, %d texts: tolerance %.0e, largest difference of a probability %.1e;"
            + " another label on %d, whose two best are at most %.1e apart",
        how,
        model.getFileName(),
        alone.size(),
        tolerance,
        largest,
        otherLabels,
        largestMarginOfOtherLabel);
    assertThat(largest).isLessThan(tolerance);
    assertThat(largestMarginOfOtherLabel).isLessThan(tolerance);
  }

  private static double[] probabilities(SentimentResult result) {
    return new double[] {result.positive(), result.neutral(), result.negative()};
  }

  private static double margin(double[] probabilities) {
    double[] sorted = DoubleStream.of(probabilities).sorted().toArray();
    return sorted[2] - sorted[1];
  }
}
