package io.github.sentiment4j.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.ByteAlphabet;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.ModelFileException.Kind;
import io.github.sentiment4j.model.json.JsonFile;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Cuts a text into the words that BPE works on, as the sections {@code normalizer} and {@code
 * pre_tokenizer} of a {@code tokenizer.json} say and Hugging Face's tokenizers 0.23 does it. Knows
 * the steps that byte-level BPE tokenizers have: the Unicode normal forms; Split, Digits and
 * ByteLevel. For short texts: a pattern of a file may take its time. Immutable and thread-safe.
 */
final class WordSplitter {
  /** {@code ByteLevel} of tokenizers, which has it from GPT-2's encoder.py. */
  private static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  /** A step from words to words. */
  private interface Step extends UnaryOperator<List<String>> {}

  /** What becomes of a pattern's matches; as {@code SplitDelimiterBehavior} of tokenizers. */
  private enum Behavior {
    REMOVED,
    ISOLATED,
    MERGED_WITH_PREVIOUS,
    MERGED_WITH_NEXT,
    CONTIGUOUS
  }

  /** A part of a word, and whether the pattern matched it. */
  private record Part(String text, boolean matched) {}

  private final Path file;
  private final List<Normalizer.Form> forms = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private boolean byteLevel;

  private WordSplitter(Path file) {
    this.file = file;
  }

  /**
   * The splitter that two sections describe.
   *
   * @param file where they come from, for messages
   * @throws ModelFileException {@link Kind#UNSUPPORTED} if they have a step that is not known here,
   *     or no step ByteLevel
   */
  static WordSplitter of(Path file, JsonNode normalizer, JsonNode preTokenizer) {
    WordSplitter splitter = new WordSplitter(file);
    PreTokenizer.steps(normalizer, "normalizers").forEach(splitter::addForm);
    PreTokenizer.steps(preTokenizer, "pretokenizers").forEach(splitter::addStep);
    if (!splitter.byteLevel) {
      throw splitter.unsupported("/pre_tokenizer", "a step ByteLevel", preTokenizer);
    }
    return splitter;
  }

  /** The words of a text, in the characters that stand for bytes. */
  List<String> words(String text) {
    String normalized = text;
    for (Normalizer.Form form : forms) {
      normalized = Normalizer.normalize(normalized, form);
    }
    List<String> words = List.of(normalized);
    for (Step step : steps) {
      words = step.apply(words);
    }
    return words.stream()
        .filter(word -> !word.isEmpty())
        .map(word -> ByteAlphabet.token(word.getBytes(UTF_8)))
        .toList();
  }

  private void addForm(JsonNode step) {
    switch (step.path("type").asText()) {
      case "NFC" -> forms.add(Normalizer.Form.NFC);
      case "NFD" -> forms.add(Normalizer.Form.NFD);
      case "NFKC" -> forms.add(Normalizer.Form.NFKC);
      case "NFKD" -> forms.add(Normalizer.Form.NFKD);
      default -> throw unsupported("/normalizer", "NFC or none", step);
    }
  }

  private void addStep(JsonNode step) {
    if (byteLevel) {
      throw unsupported("/pre_tokenizer", "ByteLevel as the last step", step);
    }
    switch (step.path("type").asText()) {
      case "Split" ->
          steps.add(split(pattern(step), behavior(step), step.path("invert").asBoolean()));
      case "Digits" ->
          steps.add(
              split(
                  Pattern.compile("\\p{N}"),
                  step.path("individual_digits").asBoolean()
                      ? Behavior.ISOLATED
                      : Behavior.CONTIGUOUS,
                  false));
      case "ByteLevel" -> addByteLevel(step);
      default -> throw unsupported("/pre_tokenizer", "Split, Digits and ByteLevel", step);
    }
  }

  private void addByteLevel(JsonNode step) {
    byteLevel = true;
    if (step.path("add_prefix_space").asBoolean(true)) {
      steps.add(
          words ->
              words.stream()
                  .map(word -> word.isEmpty() || word.startsWith(" ") ? word : ' ' + word)
                  .toList());
    }
    if (step.path("use_regex").asBoolean(true)) {
      steps.add(split(compiled(GPT2), Behavior.ISOLATED, false));
    }
  }

  private Pattern pattern(JsonNode step) {
    JsonNode pattern = step.path("pattern");
    if (pattern.path("String").isTextual()) {
      return Pattern.compile(pattern.path("String").textValue(), Pattern.LITERAL);
    }
    if (!pattern.path("Regex").isTextual()) {
      throw unsupported("/pre_tokenizer", "Split with a pattern", step);
    }
    try {
      return compiled(pattern.path("Regex").textValue());
    } catch (PatternSyntaxException | StackOverflowError e) {
      throw unsupported("/pre_tokenizer", "a pattern that Java can read", step);
    }
  }

  /** As Oniguruma, which tokenizers uses, has it: classes and case folding are those of Unicode. */
  private static Pattern compiled(String regex) {
    return Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS);
  }

  private Behavior behavior(JsonNode step) {
    return switch (step.path("behavior").asText()) {
      case "Removed" -> Behavior.REMOVED;
      case "Isolated" -> Behavior.ISOLATED;
      case "MergedWithPrevious" -> Behavior.MERGED_WITH_PREVIOUS;
      case "MergedWithNext" -> Behavior.MERGED_WITH_NEXT;
      case "Contiguous" -> Behavior.CONTIGUOUS;
      default -> throw unsupported("/pre_tokenizer", "Split with a behavior that is known", step);
    };
  }

  private static Step split(Pattern pattern, Behavior behavior, boolean invert) {
    return words ->
        words.stream().flatMap(word -> joined(parts(word, pattern, invert), behavior)).toList();
  }

  private static List<Part> parts(String word, Pattern pattern, boolean invert) {
    List<Part> parts = new ArrayList<>();
    Matcher matcher = pattern.matcher(word);
    int end = 0;
    while (matcher.find()) {
      if (matcher.start() > end) {
        parts.add(new Part(word.substring(end, matcher.start()), invert));
      }
      if (matcher.end() > matcher.start()) {
        parts.add(new Part(matcher.group(), !invert));
      }
      end = matcher.end();
    }
    if (end < word.length()) {
      parts.add(new Part(word.substring(end), invert));
    }
    return parts;
  }

  private static Stream<String> joined(List<Part> parts, Behavior behavior) {
    List<StringBuilder> words = new ArrayList<>();
    Part before = null;
    for (Part part : parts) {
      if (behavior == Behavior.REMOVED && part.matched()) {
        continue;
      }
      boolean joins =
          before != null
              && switch (behavior) {
                case REMOVED, ISOLATED -> false;
                case MERGED_WITH_PREVIOUS -> part.matched() && !before.matched();
                case MERGED_WITH_NEXT -> !part.matched() && before.matched();
                case CONTIGUOUS -> part.matched() == before.matched();
              };
      if (joins) {
        words.get(words.size() - 1).append(part.text());
      } else {
        words.add(new StringBuilder(part.text()));
      }
      before = part;
    }
    return words.stream().map(StringBuilder::toString);
  }

  private ModelFileException unsupported(String place, String expected, JsonNode found) {
    return ModelFileException.of(Kind.UNSUPPORTED, file, place, expected, JsonFile.describe(found));
  }
}
