package io.github.sentiment4j.model.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.internal.ByteAlphabet;
import io.github.sentiment4j.model.internal.json.JsonFile;
import io.github.sentiment4j.support.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pre-tokenizer of llama.cpp for a {@code tokenizer.json} by its tokens for known texts.
 * The texts are in the resource {@code probes.json}, which {@code probes.py} writes.
 *
 * <p>As in convert_hf_to_gguf.py of llama.cpp v0.5.0 ({@code get_vocab_base_pre}), the ids of one
 * text name a tokenizer that is known: they say which vocabulary it is, and so how its model was
 * trained, even where the file describes another split. Of other vocabularies, such as pruned ones,
 * the words of the texts decide.
 */
final class PreTokenizerProbe {
  private static final JsonFile TEXTS = PreTokenizer.resource("probes.json");
  private static final String CHECK = TEXTS.string("check").orElseThrow();

  /** From here on characters are alike. */
  private static final int CJK = 0x3000;

  private static final int STEP_IN_CJK = 61;
  private static final int BLOCK = 16;

  private final TokenizerJson json;
  private final WordSplitter own;
  private final List<String> tokens;
  private final MergeTable merges;
  private @Nullable Map<String, Integer> ids; // made when they are needed

  /**
   * A probe of the tokenizer that a file describes.
   *
   * @param json the file
   * @param tokens by id, those that count
   * @param merges of these tokens
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if the file has a step that is not
   *     known
   */
  PreTokenizerProbe(TokenizerJson json, List<String> tokens, MergeTable merges) {
    this.json = json;
    this.own = WordSplitter.of(json.file(), json.normalizer(), json.splitter());
    this.tokens = tokens;
    this.merges = merges;
  }

  /**
   * The pre-tokenizer of the model.
   *
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if there is none that splits so
   */
  PreTokenizer find() {
    return known().or(this::described).orElseThrow(this::unknown);
  }

  /** Finds the pre-tokenizer by the ids of the check text, which only one vocabulary gives. */
  private Optional<PreTokenizer> known() {
    IntStream before =
        json.beginOfText().map(TokenizerJson.AddedToken::id).stream().mapToInt(i -> i);
    int[] check = ids(CHECK);
    String python = Arrays.toString(IntStream.concat(before, Arrays.stream(check)).toArray());
    String sum = Sha256.of(python.getBytes(UTF_8));
    return TEXTS
        .node("names")
        .map(names -> names.get(sum))
        .map(JsonNode::textValue)
        .flatMap(PreTokenizer::of);
  }

  /** Finds the pre-tokenizer that splits the probe texts into the same words. */
  private Optional<PreTokenizer> described() {
    Optional<PreTokenizer> nearest =
        PreTokenizer.ALL.stream()
            .filter(one -> !differsIn(one).test(CHECK))
            .filter(
                one ->
                    one.name().keepsWholeWords() == json.ignoreMerges() || merges.makesEveryToken())
            .min(Comparator.comparingInt(this::differences));
    // transformers 5 gives every folder of class GPT2Tokenizer the split of GPT-2, SmolLM's too.
    return nearest.filter(PreTokenizer.GPT2::equals).isPresent() && hasSingleDigitsOnly()
        ? Optional.of(PreTokenizer.SMOLLM)
        : nearest;
  }

  /** Returns the number of probe texts that a pre-tokenizer splits into other words. */
  private int differences(PreTokenizer one) {
    return (int) texts().stream().filter(differsIn(one)).count();
  }

  private Predicate<String> differsIn(PreTokenizer one) {
    return text -> !one.splitter().plainWords(text).equals(own.plainWords(text));
  }

  private static List<String> texts() {
    List<String> texts = new ArrayList<>();
    TEXTS.node("probes").orElseThrow().forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  /** GPT-2's own vocabulary has thousands of numbers; in SmolLM's every digit stands alone. */
  private boolean hasSingleDigitsOnly() {
    return IntStream.range(0, tokens.size())
        .filter(merges::isText)
        .mapToObj(tokens::get)
        .noneMatch(
            token -> token.length() > 1 && token.chars().anyMatch(c -> c >= '0' && c <= '9'));
  }

  private ModelFileException unknown() {
    PreTokenizer nearest =
        PreTokenizer.ALL.stream().min(Comparator.comparingInt(this::differences)).orElseThrow();
    String text = texts().stream().filter(differsIn(nearest)).findFirst().orElse(CHECK);
    List<String> found = own.words(text);
    List<String> expected = nearest.splitter().words(text);
    if (found.equals(expected)) {
      return ModelFileException.unsupported(
          json.file(),
          "/model/ignore_merges",
          nearest.name().keepsWholeWords() + ", because it splits like " + nearest.gguf(),
          Boolean.toString(json.ignoreMerges()));
    }
    return ModelFileException.unsupported(
        json.file(),
        "/pre_tokenizer",
        "one that splits like "
            + PreTokenizer.ALL.stream().map(PreTokenizer::gguf).collect(Collectors.joining(", "))
            + "; "
            + nearest.gguf()
            + " is the nearest and splits "
            + quoted(text)
            + " into "
            + shown(expected),
        shown(found)
            + " ("
            + JsonFile.describe(json.splitter())
            + " with normalizer "
            + JsonFile.describe(json.normalizer())
            + "); take the tokenizer.json of the base model");
  }

  /** Returns a warning about another pre-tokenizer, with an example of a token that differs. */
  Optional<String> warning(PreTokenizer instead) {
    return example(instead)
        .map(
            text ->
                "tokenizer.json splits like "
                    + nameOfOwn(instead)
                    + ", the model file like "
                    + instead.gguf()
                    + ", as its vocabulary was made: "
                    + quoted(text)
                    + " is "
                    + shown(texts(ids(text)))
                    + " with the one and "
                    + shown(texts(ids(instead, text)))
                    + " with the other"
                    + reason(instead)
                    + "; what was trained with this tokenizer.json meets other tokens in the model"
                    + " file, so train with that of the base model");
  }

  private String nameOfOwn(PreTokenizer instead) {
    Optional<PreTokenizer> same =
        PreTokenizer.ALL.stream()
            .filter(one -> !one.equals(instead) && texts().stream().noneMatch(differsIn(one)))
            .findFirst();
    Optional<PreTokenizer> sameSection =
        PreTokenizer.ALL.stream()
            .filter(one -> one.isDescribedBy(one.normalizer(), json.splitter()))
            .findFirst();
    return same.map(PreTokenizer::gguf)
        .or(
            () ->
                sameSection.map(
                    one -> one.gguf() + " with normalizer " + JsonFile.describe(json.normalizer())))
        .orElse("no other that is known");
  }

  private String reason(PreTokenizer instead) {
    return instead.equals(PreTokenizer.SMOLLM)
            && nameOfOwn(instead).equals(PreTokenizer.GPT2.gguf())
        ? " (transformers 5 drops the step that splits digits when it saves a folder of"
            + " tokenizer_class GPT2Tokenizer)"
        : "";
  }

  /** A text that gets other ids with a pre-tokenizer. */
  private Optional<String> example(PreTokenizer instead) {
    Optional<String> probe =
        texts().stream().filter(text -> hasOtherIds(instead, text)).findFirst();
    return probe.isPresent() || instead.isDescribedBy(json.normalizer(), json.splitter())
        ? probe
        : IntStream.iterate(0, c -> c < Character.MIN_SURROGATE, c -> c + BLOCK)
            .mapToObj(PreTokenizerProbe::block)
            .filter(block -> hasOtherIds(instead, String.join("", block)))
            .flatMap(List::stream)
            .filter(text -> hasOtherIds(instead, text))
            .findFirst();
  }

  /** Returns texts around a block of characters, which is faster than one text for each. */
  private static List<String> block(int first) {
    return IntStream.range(first, Math.min(first + BLOCK, Character.MIN_SURROGATE))
        .filter(c -> Character.isDefined(c) && (c < CJK || c % STEP_IN_CJK == 0))
        .mapToObj(PreTokenizerProbe::around)
        .toList();
  }

  /** A character among others; patterns that are spelled differently may differ in a few. */
  private static String around(int c) {
    String s = Character.toString(c);
    return "a" + s + s + "1" + s + " " + s + "b'" + s + "\n";
  }

  private boolean hasOtherIds(PreTokenizer instead, String text) {
    boolean sameWords =
        instead.name().keepsWholeWords() == json.ignoreMerges() && !differsIn(instead).test(text);
    return !sameWords && !Arrays.equals(ids(text), ids(instead, text));
  }

  /** The ids of the file's own tokenizer. */
  int[] ids(String text) {
    return ids(own, json.ignoreMerges(), text);
  }

  private int[] ids(PreTokenizer one, String text) {
    return ids(one.splitter(), one.name().keepsWholeWords(), text);
  }

  private int[] ids(WordSplitter splitter, boolean wholeWords, String text) {
    return splitter.words(text).stream()
        .flatMapToInt(word -> Arrays.stream(wholeWords ? wholeOrMerged(word) : merges.tokens(word)))
        .toArray();
  }

  private int[] wholeOrMerged(String word) {
    Map<String, Integer> known = ids;
    if (known == null) {
      known = new HashMap<>();
      for (int id = 0; id < tokens.size(); id++) {
        known.put(tokens.get(id), id);
      }
      ids = known;
    }
    Integer id = known.get(word);
    return id == null ? merges.tokens(word) : new int[] {id};
  }

  private List<String> texts(int[] some) {
    return Arrays.stream(some).mapToObj(tokens::get).toList();
  }

  private static String shown(List<String> words) {
    return JsonFile.shorten(
        words.stream()
            .map(word -> new String(ByteAlphabet.bytes(word).orElseThrow(), UTF_8))
            .map(PreTokenizerProbe::quoted)
            .collect(Collectors.joining(" ")));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                quoted.append((char) c);
              }
            });
    return JsonFile.shorten(quoted.append('"').toString());
  }
}
