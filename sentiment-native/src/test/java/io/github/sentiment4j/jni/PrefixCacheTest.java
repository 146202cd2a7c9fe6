package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.ScoringContext;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.TextScore;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.jni.internal.Oracle;
import io.github.sentiment4j.jni.internal.Oracle.Counters;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that the prefix of the prompt goes through the model only once. */
class PrefixCacheTest {
  private static final List<String> TEXTS = Headlines.sixty();

  private final Counters start = Counters.now();

  @Test
  void open_severalContexts_evaluatesThePrefixOnce() {
    try (NativeEngine engine = TestEngine.of(Goldens.tinyModel()).contexts(3).open()) {
      int prefix = engine.info().prefixTokens();

      assertThat(prefix).isPositive();
      assertThat(counted()).isEqualTo(new Counters(1, prefix, prefix));
    }
  }

  @Test
  void score_manyCallsOnSeveralContexts_evaluatesOnlyWhatIsBehindThePrefix() throws Exception {
    try (NativeEngine engine = TestEngine.of(Goldens.tinyModel()).contexts(3).open()) {
      List<Future<Long>> calls = new ArrayList<>();
      List<ExecutorService> callers = // one for each context
          Stream.generate(Executors::newSingleThreadExecutor).limit(3).toList();
      try {
        for (int call = 0; call < 120; call++) {
          ScoringContext context = engine.contexts().get(call % 3);
          List<String> batch = TEXTS.subList(call % 50, call % 50 + 1 + call % 10);
          calls.add(
              callers
                  .get(call % 3)
                  .submit(
                      () -> {
                        BatchScores scores = context.score(batch);
                        assertThat(scores.evaluatedTokens()).isEqualTo(behindPrefix(engine, batch));
                        return scores.evaluatedTokens();
                      }));
        }
        long evaluated = 0;
        for (Future<Long> call : calls) {
          evaluated += call.get();
        }
        int prefix = engine.info().prefixTokens();
        assertThat(counted()).isEqualTo(new Counters(121, prefix + evaluated, prefix));
      } finally {
        callers.forEach(ExecutorService::shutdownNow);
      }
    }
  }

  @Test
  void score_onAnyContext_isTheSame() {
    try (NativeEngine engine = TestEngine.of(Goldens.tinyModel()).contexts(3).open()) {
      // Only the first context has evaluated the prefix itself.
      List<float[]> scores =
          engine.contexts().stream().map(PrefixCacheTest::logProbabilities).toList();

      assertThat(scores.get(1)).containsExactly(scores.get(0));
      assertThat(scores.get(2)).containsExactly(scores.get(0));
    }
  }

  @Test
  void score_labelsOfSeveralTokens_evaluatesThoseBehindEachPromptAndNoPrefix() {
    try (NativeEngine engine =
        TestEngine.of(Goldens.tinyModel()).labels(LabelWords.CHINESE).open()) {
      int prefix = engine.info().prefixTokens();
      int labelTokens = 3 * (6 - 1); // six bytes each; the last token is not evaluated

      BatchScores scores = engine.contexts().get(0).score(TEXTS.subList(0, 8));

      long expected = behindPrefix(engine, TEXTS.subList(0, 8)) + 8L * labelTokens;
      assertThat(scores.evaluatedTokens()).isEqualTo(expected);
      assertThat(counted()).isEqualTo(new Counters(3, prefix + expected, prefix));
      assertThat(logProbabilities(engine)).containsExactly(logProbabilities(engine));
    }
  }

  @Test
  void score_emptyPrefix_evaluatesOneTokenBeforehand() {
    try (NativeEngine engine = TestEngine.of(Goldens.tinyModel()).prompt("{text}\n情绪：").open()) {
      // One token is evaluated to see that the model can be computed.
      assertThat(counted()).isEqualTo(new Counters(1, 1, 1));

      engine.contexts().get(0).score(TEXTS.subList(0, 8));

      assertThat(counted())
          .isEqualTo(new Counters(2, 1 + behindPrefix(engine, TEXTS.subList(0, 8)), 1));
    }
  }

  @Test
  void score_afterRejectedText_isAsBeforeAndEvaluatesNoPrefix() {
    try (NativeEngine engine =
        TestEngine.of(Goldens.tinyModel()).maxTokens(150).truncation(Truncation.REJECT).open()) {
      int prefix = engine.info().prefixTokens();
      float[] before = logProbabilities(engine);

      List<TextScore> mixed =
          engine.contexts().get(0).score(List.of("1".repeat(200), TEXTS.get(0))).texts();
      List<TextScore> none = engine.contexts().get(0).score(List.of("1".repeat(200))).texts();

      assertThat(mixed.get(0)).isInstanceOf(TextScore.Rejected.class);
      assertThat(logProbabilities(mixed.get(1))).containsExactly(before);
      assertThat(none).hasOnlyElementsOfType(TextScore.Rejected.class);
      assertThat(logProbabilities(engine)).containsExactly(before);
      assertThat(counted().prefixTokens()).isEqualTo(prefix);
      assertThat(counted().tokens())
          .isEqualTo(prefix + 3 * behindPrefix(engine, TEXTS.subList(0, 1)));
    }
  }

  @Test
  void score_afterCancelledCall_isAsBeforeAndEvaluatesNoPrefix() {
    try (NativeEngine engine = TestEngine.of(Goldens.tinyModel()).open()) {
      int prefix = engine.info().prefixTokens();
      float[] before = logProbabilities(engine);
      ScoringContext context = engine.contexts().get(0);
      context.cancel();

      assertThatThrownBy(() -> context.score(TEXTS.subList(0, 8)))
          .isInstanceOf(SentimentException.class);

      assertThat(logProbabilities(engine)).containsExactly(before);
      assertThat(counted())
          .isEqualTo(
              new Counters(3, prefix + 2 * behindPrefix(engine, TEXTS.subList(0, 1)), prefix));
    }
  }

  private static float[] logProbabilities(NativeEngine engine) {
    return logProbabilities(engine.contexts().get(0));
  }

  private static float[] logProbabilities(ScoringContext context) {
    return logProbabilities(context.score(TEXTS.subList(0, 1)).texts().get(0));
  }

  private static float[] logProbabilities(TextScore score) {
    return ((TextScore.Scored) score).segments().get(0).logProbabilities();
  }

  /** Returns the number of tokens of texts and suffixes. */
  private static long behindPrefix(NativeEngine engine, List<String> texts) {
    try (Oracle oracle = Oracle.ofVocabulary(Goldens.tinyModel(), engine.profile())) {
      return texts.stream()
          .mapToLong(text -> oracle.promptTokens(text).length - engine.info().prefixTokens())
          .sum();
    }
  }

  private Counters counted() {
    return Counters.now().since(start);
  }
}
