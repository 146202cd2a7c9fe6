package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.EngineInfo;
import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.ScoringContext;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import io.github.sentiment4j.core.ScoringEngine;
import io.github.sentiment4j.core.ScoringEngineProvider;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.TextScore;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An engine whose texts say what it answers: {@code 0.7 0.2 0.1} has these probabilities, {@code
 * long} is rejected, and {@code interrupted} interrupts the caller. For a model called {@code
 * labels} it gives labels without probabilities; a model whose name begins with {@code strict}
 * rejects texts with the digit 3 too. No model is opened.
 */
public final class ScriptedEngineProvider implements ScoringEngineProvider {
  /** Called by {@link java.util.ServiceLoader}. */
  public ScriptedEngineProvider() {}

  /** A builder of a classifier with this engine, for a model that need not exist. */
  public static SentimentClassifier.Builder classifier(String model) {
    return SentimentClassifier.builder().model(Path.of(model));
  }

  @Override
  public String name() {
    return "scripted";
  }

  @Override
  public Optional<String> unavailableReason(EngineSpec spec) {
    return Optional.empty();
  }

  @Override
  public ScoringEngine open(EngineSpec spec) {
    String model = spec.model().orElseThrow().getFileName().toString();
    return new ScriptedEngine(spec.profileInForce(ModelProfile.DEFAULT, Integer.MAX_VALUE), model);
  }

  private record ScriptedEngine(ModelProfile profile, String model) implements ScoringEngine {
    @Override
    public EngineInfo info() {
      return new EngineInfo(
          "scripted", "1", "CPU", "", "test", "none", 0, 0, 1, 1, !model.equals("labels"));
    }

    @Override
    public List<ScoringContext> contexts() {
      return List.of(
          texts -> new BatchScores(texts.stream().map(this::score).toList(), texts.size(), 1));
    }

    private TextScore score(String text) {
      if (text.equals("interrupted")) {
        return new TextScore.Rejected(ErrorCode.INTERRUPTED, "Interrupted for this test");
      }
      if (text.equals("long") || (model.startsWith("strict") && text.contains("3"))) {
        return new TextScore.Rejected(ErrorCode.TEXT_TOO_LONG, "Too long for this test");
      }
      if (model.equals("labels")) {
        return new TextScore.Labelled(Sentiment.NEUTRAL, 1, false);
      }
      float[] scores = new float[Sentiment.COUNT];
      double[] probabilities =
          Arrays.stream(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
      for (int i = 0; i < scores.length; i++) {
        scores[i] = (float) Math.log(probabilities[i]);
      }
      return new TextScore.Scored(List.of(new TextScore.Segment(scores, 1)), 1, text.endsWith("0"));
    }

    @Override
    public void close() {}
  }
}
