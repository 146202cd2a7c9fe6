package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ScoringContext.BatchScores;
import io.github.sentiment4j.core.TextScore;
import io.github.sentiment4j.core.TextScore.Rejected;
import io.github.sentiment4j.core.TextScore.Scored;
import io.github.sentiment4j.core.TextScore.Segment;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.jni.internal.Oracle.Counters;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the remaining part of a text that is too long. Texts are random digits, and each digit is
 * one token, so that the kept tokens are a text that can be scored separately.
 */
class TruncationTest {
  /** The number of text tokens that fit; odd, so that MIDDLE has halves of different size. */
  private static final int ROOM = 21;

  /** The tolerance: attention uses F16, and sums in another order if rows share a decode. */
  private static final double TOLERANCE = 2e-3;

  private static final String DIGITS =
      new SplittableRandom(3)
          .ints(3 * ROOM - 5, 0, 10)
          .mapToObj(Integer::toString)
          .collect(Collectors.joining());

  @Test
  void score_cutAtTheEnd_isTheScoreOfTheStart() {
    assertCut(Truncation.END, DIGITS.substring(0, ROOM));
  }

  @Test
  void score_cutAtTheStart_isTheScoreOfTheEnd() {
    assertCut(Truncation.START, DIGITS.substring(DIGITS.length() - ROOM));
  }

  @Test
  void score_cutInTheMiddle_isTheScoreOfBothEnds() {
    assertCut(
        Truncation.MIDDLE,
        DIGITS.substring(0, ROOM / 2 + 1) + DIGITS.substring(DIGITS.length() - ROOM / 2));
  }

  @ParameterizedTest
  @EnumSource(Truncation.class)
  void score_textThatJustFits_isLeftWhole(Truncation truncation) {
    try (NativeEngine engine = open(truncation)) {
      Scored fits = scored(score(engine, DIGITS.substring(0, ROOM)).texts().get(0));

      assertThat(fits.truncated()).isFalse();
      assertThat(fits.tokens()).isEqualTo(around(engine) + ROOM);
      assertThat(fits.segments()).extracting(Segment::textTokens).containsExactly(ROOM);
    }
  }

  @Test
  void score_rejected_saysHowLongTheTextIsAndKeepsTheOthers() {
    try (NativeEngine engine = open(Truncation.REJECT)) {
      List<TextScore> scores = score(engine, "1", DIGITS, "2").texts();

      assertThat(((Rejected) scores.get(1)).error().code()).isEqualTo(ErrorCode.TEXT_TOO_LONG);
      assertThat(((Rejected) scores.get(1)).error())
          .hasMessageContaining(
              "makes a prompt of " + (around(engine) + DIGITS.length()) + " tokens")
          .hasMessageContaining("maxTokens is " + (around(engine) + ROOM))
          .hasMessageContaining("raise maxTokens or choose another truncation");
      assertSameScores(scored(scores.get(0)), scored(score(engine, "1").texts().get(0)));
      assertSameScores(scored(scores.get(2)), scored(score(engine, "2").texts().get(0)));
    }
  }

  @Test
  void score_inChunks_isTheScoreOfEachPieceInOrder() {
    try (NativeEngine engine = open(Truncation.CHUNKS)) {
      BatchScores scores = score(engine, "1", DIGITS, "2");
      Scored chunks = scored(scores.texts().get(1));

      assertThat(chunks.truncated()).isFalse();
      assertThat(chunks.tokens()).isEqualTo(around(engine) + DIGITS.length());
      assertThat(chunks.segments())
          .extracting(Segment::textTokens)
          .containsExactly(ROOM, ROOM, ROOM - 5);
      for (int i = 0; i < 3; i++) {
        String piece = DIGITS.substring(i * ROOM, Math.min(DIGITS.length(), (i + 1) * ROOM));
        assertSameScores(
            new Scored(List.of(chunks.segments().get(i)), 1, false),
            scored(score(engine, piece).texts().get(0)));
      }
      assertSameScores(scored(scores.texts().get(0)), scored(score(engine, "1").texts().get(0)));
      assertSameScores(scored(scores.texts().get(2)), scored(score(engine, "2").texts().get(0)));
    }
  }

  @Test
  void score_moreChunksThanOneDecodeTakes_keepsTheirOrder() {
    try (NativeEngine engine =
        TestEngine.of(Goldens.tinyModel())
            .maxTokens(around() + ROOM)
            .maxBatch(2)
            .truncation(Truncation.CHUNKS)
            .open()) {
      Counters before = Counters.now();
      Scored chunks = scored(score(engine, DIGITS + DIGITS).texts().get(0));

      assertThat(chunks.segments()).hasSize(6);
      assertThat(Counters.now().since(before).decodes()).isEqualTo(3);
      for (int i = 0; i < 6; i++) {
        String whole = DIGITS + DIGITS;
        String piece = whole.substring(i * ROOM, Math.min(whole.length(), (i + 1) * ROOM));
        assertSameScores(
            new Scored(List.of(chunks.segments().get(i)), 1, false),
            scored(score(engine, piece).texts().get(0)));
      }
    }
  }

  private static void assertCut(Truncation truncation, String kept) {
    try (NativeEngine engine = open(truncation)) {
      Scored cut = scored(score(engine, DIGITS).texts().get(0));
      Scored whole = scored(score(engine, kept).texts().get(0));

      assertThat(kept).hasSize(ROOM);
      assertThat(cut.truncated()).isTrue();
      assertThat(cut.tokens()).isEqualTo(around(engine) + DIGITS.length());
      assertThat(cut.segments()).extracting(Segment::textTokens).containsExactly(ROOM);
      assertThat(whole.truncated()).isFalse();
      assertThat(cut.segments().get(0).logProbabilities())
          .containsExactly(whole.segments().get(0).logProbabilities());
    }
  }

  private static void assertSameScores(Scored actual, Scored expected) {
    double largest = LabelScores.of(actual).distance(LabelScores.of(expected));
    Report.print(
        "row of a batch against the same alone: tolerance %.0e, largest difference %.1e",
        TOLERANCE, largest);
    assertThat(largest).isLessThan(TOLERANCE);
  }

  private static NativeEngine open(Truncation truncation) {
    return TestEngine.of(Goldens.tinyModel())
        .maxTokens(around() + ROOM)
        .truncation(truncation)
        .open();
  }

  /** Returns the number of tokens of prefix and suffix. */
  private static int around() {
    try (NativeEngine engine = TestEngine.open(Goldens.tinyModel())) {
      return around(engine);
    }
  }

  private static int around(NativeEngine engine) {
    return engine.info().prefixTokens() + engine.info().suffixTokens();
  }

  private static BatchScores score(NativeEngine engine, String... texts) {
    return engine.contexts().get(0).score(List.of(texts));
  }

  private static Scored scored(TextScore score) {
    assertThat(score).isInstanceOf(Scored.class);
    return (Scored) score;
  }
}
