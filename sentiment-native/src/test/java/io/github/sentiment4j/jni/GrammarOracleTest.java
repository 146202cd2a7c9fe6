package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.Oracle;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares the label of the scores with the greedy answer of llama.cpp's grammar sampler. Texts are
 * scored one after the other, because rows that share a decode are rounded differently. If the
 * sampler may use the labels' own tokens only, the two must be equal. The answer under the plain
 * grammar, which admits any token sequence of a label, is a property of the model and is only
 * reported.
 */
class GrammarOracleTest {
  private static final int BATCH = 32;

  /** The difference of log-probabilities below which two labels may swap. */
  private static final double CLOSE = 1e-3;

  @TempDir Path folder;

  @Test
  void score_fiftyHeadlinesOnTinyModel_saysWhatTheGrammarSays() {
    compare(TinyModel.builder().write(folder.resolve("tiny.gguf")), Headlines.fifty());
  }

  @Test
  void score_fiftyHeadlinesOnCompactReference_saysWhatTheGrammarSays() {
    compare(RealModels.compactReference(), Headlines.fifty());
  }

  @Test
  void score_fiftyHeadlinesOnQwen_saysWhatTheGrammarSays() {
    compare(RealModels.qwen(), Headlines.fifty());
  }

  @Test
  @Tag("oracle")
  void score_twoThousandHeadlinesOnCompactReference_saysWhatTheGrammarSays() {
    compareAndReportPlainGrammar(RealModels.compactReference(), Headlines.twoThousand());
  }

  @Test
  @Tag("oracle")
  void score_twoThousandHeadlinesOnQwen_saysWhatTheGrammarSays() {
    compareAndReportPlainGrammar(RealModels.qwen(), Headlines.twoThousand());
  }

  private static void compare(Path model, List<String> texts) {
    try (NativeEngine engine = TestEngine.of(model).maxBatch(BATCH).open();
        Oracle oracle = Oracle.of(model, engine.profile())) {
      Comparison own =
          new Comparison("grammar over the labels' own tokens", model, Integer.MAX_VALUE);
      for (List<String> batch : batches(texts)) {
        own.add(engine, oracle, batch, LabelScores.of(engine, batch, 1), true);
      }
      own.report();
      own.requireSameLabels(texts.size());
    }
  }

  private static void compareAndReportPlainGrammar(Path model, List<String> texts) {
    try (NativeEngine engine = TestEngine.of(model).maxBatch(BATCH).open();
        Oracle oracle = Oracle.of(model, engine.profile())) {
      Comparison own =
          new Comparison("grammar over the labels' own tokens", model, Integer.MAX_VALUE);
      Comparison plain = new Comparison("plain grammar (a property of the model)", model, 5);
      int batches = 0;
      for (List<String> batch : batches(texts)) {
        List<LabelScores> scores = LabelScores.of(engine, batch, 1);
        own.add(engine, oracle, batch, scores, true);
        plain.add(engine, oracle, batch, scores, false);
        if (++batches % 10 == 0) {
          own.report();
          plain.report();
        }
      }
      own.report();
      plain.report();
      own.requireSameLabels(texts.size());
    }
  }

  private static List<List<String>> batches(List<String> texts) {
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += BATCH) {
      batches.add(texts.subList(from, Math.min(texts.size(), from + BATCH)));
    }
    return batches;
  }

  /** Compares our labels with those of a grammar. */
  private static final class Comparison {
    private final String title;
    private final int listed;
    private final Map<Sentiment, Integer> said = new EnumMap<>(Sentiment.class);
    private final List<String> differences = new ArrayList<>();
    private int texts;
    private double smallestMargin = Double.MAX_VALUE;
    private double largestDifferingMargin;

    Comparison(String grammar, Path model, int listed) {
      this.title = grammar + ", " + model.getFileName();
      this.listed = listed;
    }

    void add(
        NativeEngine engine,
        Oracle oracle,
        List<String> batch,
        List<LabelScores> scores,
        boolean onlyLabelTokens) {
      LabelWords words = engine.profile().labelWords();
      List<String> answers = oracle.answers(batch, onlyLabelTokens);
      assertThat(answers).hasSameSizeAs(batch).allMatch(words.asList()::contains);
      for (int t = 0; t < batch.size(); t++) {
        LabelScores ours = scores.get(t);
        String label = words.word(ours.best());
        texts++;
        said.merge(ours.best(), 1, Integer::sum);
        smallestMargin = Math.min(smallestMargin, ours.margin());
        if (!answers.get(t).equals(label)) {
          largestDifferingMargin = Math.max(largestDifferingMargin, ours.margin());
          differences.add(
              String.format(
                  Locale.ROOT,
                  "%s | scores %s | grammar %s | margin %.1e",
                  batch.get(t).replace('\n', ' '),
                  label,
                  answers.get(t),
                  ours.margin()));
        }
      }
    }

    void report() {
      Report.print(
          "%s: %d texts %s, smallest margin %.1e; another label on %d (%.2f %%)%s",
          title,
          texts,
          said,
          smallestMargin,
          differences.size(),
          100.0 * differences.size() / texts,
          differences.stream()
              .limit(listed)
              .map(line -> "\n  " + line)
              .collect(Collectors.joining()));
    }

    void requireSameLabels(int expectedTexts) {
      assertThat(texts).isEqualTo(expectedTexts);
      assertThat(said).as("a model that always says the same proves little").hasSizeGreaterThan(1);
      assertThat(largestDifferingMargin)
          .as("largest margin of a text with another label: %s", differences)
          .isLessThan(CLOSE);
    }
  }
}
