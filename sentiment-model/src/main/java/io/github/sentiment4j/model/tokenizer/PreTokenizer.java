package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.model.json.JsonFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A way to cut text into words before BPE that llama.cpp knows: its name in GGUF and the sections
 * of a {@code tokenizer.json} that say the same. They are in resources of that name.
 *
 * @param gguf the name in {@code tokenizer.ggml.pre}
 * @param tokenizerClass the class of transformers that takes such a {@code tokenizer.json} as it is
 * @param wholeWords whether llama.cpp takes a word that is a token as that token, whatever the
 *     merges make of it ({@code ignore_merges})
 * @param addsBeginOfText whether llama.cpp puts the begin-of-text token before a text where the
 *     file does not say
 * @param normalizer the section {@code normalizer}; null for none
 * @param section the section {@code pre_tokenizer}
 * @param decoder the section {@code decoder}
 * @param splitter what the sections do
 */
record PreTokenizer(
    String gguf,
    String tokenizerClass,
    boolean wholeWords,
    boolean addsBeginOfText,
    JsonNode normalizer,
    JsonNode section,
    JsonNode decoder,
    WordSplitter splitter) {
  private static final String FAST = "PreTrainedTokenizerFast";

  /** SmolLM and SmolLM2: single digits, then the words of GPT-2. */
  static final PreTokenizer SMOLLM = load("smollm", "smollm", FAST);

  /** GPT-2: contractions, letters, numbers and the rest, each with the blank before it. */
  static final PreTokenizer GPT2 = load("gpt-2", "gpt-2", FAST);

  /** All that split differently, in the order in which they are preferred. */
  static final List<PreTokenizer> ALL =
      List.of(
          // Qwen2 to Qwen3: NFC; contractions, letters with the character before them, single
          // digits, the rest.
          load("qwen2", "qwen2", "Qwen2Tokenizer"),
          // Qwen3.5: as Qwen2, with combining marks among the letters.
          load("qwen35", "qwen35", FAST),
          // Llama 3: as Qwen2, with up to three digits in a word and without NFC.
          load("llama-bpe", "llama-bpe", FAST),
          SMOLLM,
          GPT2);

  /** Other names of these in GGUF. */
  private static final List<PreTokenizer> ALIASES =
      List.of(
          load("deepseek-r1-qwen", "qwen2", FAST),
          load("llama3", "llama-bpe", FAST),
          load("llama-v3", "llama-bpe", FAST));

  private static PreTokenizer load(String gguf, String name, String tokenizerClass) {
    Path resource = Path.of(name + ".json");
    boolean llama = name.equals("llama-bpe");
    JsonFile sections = resource(resource.toString());
    JsonNode normalizer = sections.node("normalizer").orElse(null);
    JsonNode section = sections.node("pre_tokenizer").orElseThrow();
    return new PreTokenizer(
        gguf,
        tokenizerClass,
        llama,
        llama,
        normalizer,
        section,
        sections.node("decoder").orElseThrow(),
        WordSplitter.of(resource, normalizer, section));
  }

  /** A JSON file beside this class. */
  static JsonFile resource(String name) {
    try (InputStream in = PreTokenizer.class.getResourceAsStream(name)) {
      return JsonFile.parse(Path.of(name), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one with a name in GGUF. */
  static Optional<PreTokenizer> of(String gguf) {
    return Stream.concat(ALL.stream(), ALIASES.stream())
        .filter(one -> one.gguf.equals(gguf))
        .findFirst();
  }

  /** Whether two sections of a {@code tokenizer.json} are these, spelled the same. */
  boolean isDescribedBy(JsonNode itsNormalizer, JsonNode itsSection) {
    return steps(itsSection, "pretokenizers").equals(steps(section, "pretokenizers"))
        && steps(itsNormalizer, "normalizers").equals(steps(normalizer, "normalizers"));
  }

  /** The steps of a section: of a sequence its parts, without what changes no token. */
  static List<JsonNode> steps(JsonNode section, String parts) {
    List<JsonNode> steps = new ArrayList<>();
    if (section != null && section.path("type").asText().equals("Sequence")) {
      section.path(parts).forEach(part -> steps.addAll(steps(part, parts)));
    } else if (section instanceof ObjectNode step) {
      ObjectNode plain = step.deepCopy();
      plain.remove("trim_offsets");
      if (plain.path("type").asText().equals("ByteLevel") && !plain.has("use_regex")) {
        plain.put("use_regex", true);
      }
      steps.add(plain);
    } else if (section != null && !section.isNull()) {
      steps.add(section);
    }
    return steps;
  }
}
