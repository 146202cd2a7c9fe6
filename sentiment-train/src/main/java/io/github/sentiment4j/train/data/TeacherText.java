package io.github.sentiment4j.train.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import io.github.sentiment4j.model.internal.json.JsonSyntax;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text and a teacher's probabilities.
 *
 * @param text not blank
 * @param positive probability
 * @param neutral probability
 * @param negative probability
 */
public record TeacherText(String text, double positive, double neutral, double negative) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final double ROUNDING = 1e-3;
  private static final int SHOWN_CHARS = 100;

  /**
   * Reads the lines that {@code sentiment predict --json} prints; those with an error are left out.
   *
   * @throws IOException if the file cannot be read
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if a line is no such object; names
   *     the line
   */
  public static List<TeacherText> read(Path file) throws IOException {
    List<TeacherText> texts = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, UTF_8)) {
      String line;
      for (int number = 1; (line = reader.readLine()) != null; number++) {
        if (!line.isBlank()) {
          JsonNode json = parse(file, number, line);
          if (!json.has("error")) {
            texts.add(text(file, number, json));
          }
        }
      }
    } catch (CharacterCodingException e) {
      throw new SentimentException(
          ErrorCode.INVALID_DATA, file + ": expected UTF-8, found something else", e);
    }
    return texts;
  }

  private static JsonNode parse(Path file, int line, String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw invalid(file, JsonSyntax.placeInLine(line, e), "JSON", JsonSyntax.found(e));
    }
  }

  private static TeacherText text(Path file, int line, JsonNode json) {
    String place = "line " + line;
    if (!json.path("input").isTextual() || json.path("input").asText().isBlank()) {
      throw invalid(file, place, "a text in \"input\"", shown(json.path("input")));
    }
    JsonNode p = json.path("probabilities");
    TeacherText text =
        new TeacherText(
            json.get("input").asText(),
            p.path("positive").asDouble(-1),
            p.path("neutral").asDouble(-1),
            p.path("negative").asDouble(-1));
    double sum = text.positive + text.neutral + text.negative;
    if (Math.min(text.positive, Math.min(text.neutral, text.negative)) < 0
        || !(Math.abs(sum - 1) <= ROUNDING)) {
      throw invalid(
          file, place, "positive, neutral and negative that make 1 in \"probabilities\"", shown(p));
    }
    return text;
  }

  private static String shown(JsonNode value) {
    String text = value.isMissingNode() ? "nothing" : value.toString();
    return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
  }

  private static SentimentException invalid(
      Path file, String place, String expected, String found) {
    return InvalidData.at(
        file.toString(),
        place,
        "expected "
            + expected
            + ", found "
            + found
            + "; these are lines of 'sentiment predict --json'");
  }

  /** Returns a text whose label has the probability 1. */
  public static TeacherText certain(LabelledText text) {
    return new TeacherText(
        text.text(),
        text.label() == Sentiment.POSITIVE ? 1 : 0,
        text.label() == Sentiment.NEUTRAL ? 1 : 0,
        text.label() == Sentiment.NEGATIVE ? 1 : 0);
  }

  /** Returns the probabilities in the order of the labels; they sum to 1. */
  public float[] target() {
    double sum = positive + neutral + negative;
    return new float[] {
      (float) (positive / sum), (float) (neutral / sum), (float) (negative / sum)
    };
  }
}
