package io.github.sentiment4j.examples;

import io.github.sentiment4j.core.EngineInfo;
import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.ScoringContext;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import io.github.sentiment4j.core.ScoringEngine;
import io.github.sentiment4j.core.ScoringEngineProvider;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.core.TextScore;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Runs another engine behind the same API: {@code OwnEngine}. This engine counts words and needs no
 * model. The program passes it to the builder; an engine named in {@code META-INF/services} is
 * found without that.
 */
public final class OwnEngine {
  private OwnEngine() {}

  /** Runs the example. */
  public static void main(String[] args) {
    try (SentimentClassifier classifier =
        SentimentClassifier.builder().engine(new WordListProvider()).build()) {
      System.out.println("engine: " + classifier.info().engine().engine());
      List<String> headlines =
          List.of(
              "Shares surge after record profit",
              "Board meets on Tuesday",
              "Losses widen as demand falls");
      for (String headline : headlines) {
        SentimentResult result = classifier.classify(headline);
        System.out.printf(
            Locale.ROOT, "%-8s %.3f %s%n", result.label(), result.confidence(), headline);
      }
    }
  }

  private static final class WordListProvider implements ScoringEngineProvider {
    @Override
    public String name() {
      return "word-list";
    }

    @Override
    public Optional<String> unavailableReason(EngineSpec spec) {
      return Optional.empty();
    }

    @Override
    public ScoringEngine open(EngineSpec spec) {
      return new WordListEngine(spec.contexts());
    }
  }

  /** An engine without state, so that it is also each of its contexts. */
  private record WordListEngine(int count) implements ScoringEngine, ScoringContext {
    private static final Set<String> GOOD = Set.of("surge", "record", "profit", "gain", "rise");
    private static final Set<String> BAD = Set.of("losses", "widen", "falls", "drop", "fraud");

    @Override
    public EngineInfo info() {
      return new EngineInfo("word-list", "1", "CPU", "plain Java", "", "", 0, 0, 0, 0, true);
    }

    @Override
    public ModelProfile profile() {
      return ModelProfile.DEFAULT;
    }

    @Override
    public List<ScoringContext> contexts() {
      return Collections.nCopies(count, this);
    }

    @Override
    public BatchScores score(List<String> texts) {
      long start = System.nanoTime();
      List<TextScore> scores = texts.stream().map(WordListEngine::score).toList();
      return new BatchScores(scores, 0, System.nanoTime() - start);
    }

    private static TextScore score(String text) {
      List<String> words = Arrays.asList(text.toLowerCase(Locale.ROOT).split("\\W+"));
      float good = words.stream().filter(GOOD::contains).count();
      float bad = words.stream().filter(BAD::contains).count();
      // (3) positive, neutral, negative; a common offset has no effect, so these need no softmax.
      float[] logProbabilities = {good, 1, bad};
      int tokens = words.size();
      return new TextScore.Scored(
          List.of(new TextScore.Segment(logProbabilities, tokens)), tokens, false);
    }

    @Override
    public void close() {
      // The engine holds no resources.
    }
  }
}
