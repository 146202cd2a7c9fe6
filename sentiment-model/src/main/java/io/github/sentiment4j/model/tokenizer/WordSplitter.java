package io.github.sentiment4j.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.internal.ByteAlphabet;
import io.github.sentiment4j.model.internal.json.JsonFile;
import io.github.sentiment4j.model.internal.regex.BoundedText;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Splits a text into the words for BPE by the sections {@code normalizer} and {@code pre_tokenizer}
 * of a {@code tokenizer.json}, as Hugging Face's tokenizers 0.23 does. It supports the steps that
 * byte-level BPE tokenizers have: the Unicode normal forms; Split, Digits and ByteLevel. A file is
 * not trusted: it may have at most 5 steps, and a pattern may take at most 200 steps for each
 * character of a text. Immutable and thread-safe.
 */
final class WordSplitter {
  /** The pattern of {@code ByteLevel} of tokenizers, from GPT-2's encoder.py. */
  private static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

  private static final int MAX_STEPS = 5;
  private static final int MAX_LOOKS = 200; // at each character

  /** A step from words to words. */
  private interface Step extends UnaryOperator<List<String>> {}

  /** The treatment of a pattern's matches ({@code SplitDelimiterBehavior} of tokenizers). */
  private enum Behavior {
    REMOVED,
    ISOLATED,
    MERGED_WITH_PREVIOUS,
    MERGED_WITH_NEXT,
    CONTIGUOUS
  }

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
   * @param file the source, for messages
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if they have a step that is not known
   *     here, or no step ByteLevel
   */
  static WordSplitter of(Path file, @Nullable JsonNode normalizer, JsonNode preTokenizer) {
    WordSplitter splitter = new WordSplitter(file);
    PreTokenizer.steps(normalizer, "normalizers").forEach(splitter::addForm);
    PreTokenizer.steps(preTokenizer, "pretokenizers").forEach(splitter::addStep);
    splitter.requireFewSteps(splitter.forms.size(), "/normalizer");
    splitter.requireFewSteps(splitter.steps.size(), "/pre_tokenizer");
    if (!splitter.byteLevel) {
      throw splitter.unsupported("/pre_tokenizer", "a step ByteLevel", preTokenizer);
    }
    return splitter;
  }

  private void requireFewSteps(int found, String place) {
    if (found > MAX_STEPS) {
      throw ModelFileException.unsupported(
          file, place, "at most " + MAX_STEPS + " steps", found + " steps");
    }
  }

  /**
   * The words of a text, in the characters that stand for bytes.
   *
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if a pattern takes too many steps
   */
  List<String> words(String text) {
    return plainWords(text).stream().map(word -> ByteAlphabet.token(word.getBytes(UTF_8))).toList();
  }

  /** The words of a text in its own characters; as {@link #words} otherwise. */
  List<String> plainWords(String text) {
    String normalized = text;
    for (Normalizer.Form form : forms) {
      normalized = Normalizer.normalize(normalized, form);
    }
    List<String> words = List.of(normalized);
    for (Step step : steps) {
      words = step.apply(words);
    }
    return words.stream().filter(word -> !word.isEmpty()).toList();
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

  /** Compiles as Oniguruma does, which tokenizers uses: Unicode classes and case folding. */
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

  /**
   * Returns a step that splits words into the matches of a pattern and the text between them, and
   * joins neighbours as a behavior demands.
   */
  private Step split(Pattern pattern, Behavior behavior, boolean invert) {
    return words -> {
      List<String> split = new ArrayList<>(2 * words.size());
      Matcher matcher = pattern.matcher("");
      for (String word : words) {
        int looks = MAX_LOOKS * (word.length() + 1);
        matcher.reset(new BoundedText(word, looks, () -> tooHard(pattern, word)));
        try {
          split(matcher, invert, new Joiner(word, behavior, split));
        } catch (StackOverflowError e) {
          throw tooHard(pattern, word);
        }
      }
      return split;
    };
  }

  private static void split(Matcher matcher, boolean invert, Joiner joiner) {
    int end = 0;
    while (matcher.find()) {
      joiner.add(end, matcher.start(), invert);
      joiner.add(matcher.start(), matcher.end(), !invert);
      end = matcher.end();
    }
    joiner.add(end, joiner.text.length(), invert);
    joiner.finish();
  }

  /** Makes words of the parts of a text. */
  private static final class Joiner {
    private final String text;
    private final Behavior behavior;
    private final List<String> words;
    private int start;
    private int end;
    private boolean matched; // whether the last part is a match

    Joiner(String text, Behavior behavior, List<String> words) {
      this.text = text;
      this.behavior = behavior;
      this.words = words;
    }

    /** Adds the next part, which directly follows the previous one. */
    void add(int from, int to, boolean isMatch) {
      if (from == to) {
        return;
      }
      if (behavior == Behavior.REMOVED && isMatch) {
        finish();
        return;
      }
      if (!joins(isMatch)) {
        finish();
        start = from;
      }
      end = to;
      matched = isMatch;
    }

    private boolean joins(boolean isMatch) {
      return start < end
          && switch (behavior) {
            case REMOVED, ISOLATED -> false;
            case MERGED_WITH_PREVIOUS -> isMatch && !matched;
            case MERGED_WITH_NEXT -> !isMatch && matched;
            case CONTIGUOUS -> isMatch == matched;
          };
    }

    /** Ends the word that was begun. */
    void finish() {
      if (start < end) {
        words.add(text.substring(start, end));
      }
      start = end;
    }
  }

  private ModelFileException tooHard(Pattern pattern, String word) {
    return ModelFileException.unsupported(
        file,
        "/pre_tokenizer",
        "a pattern that takes at most " + MAX_LOOKS + " steps for each character",
        JsonFile.shorten(pattern.pattern()) + ", which takes more for " + JsonFile.shorten(word));
  }

  private ModelFileException unsupported(String place, String expected, JsonNode found) {
    return ModelFileException.unsupported(file, place, expected, JsonFile.describe(found));
  }
}
