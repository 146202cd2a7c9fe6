package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.gguf.internal.PreTokenizerName;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A way to split text into words before BPE that llama.cpp supports: its name in GGUF and the
 * equivalent sections of a {@code tokenizer.json}, which are in resources of that name.
 *
 * @param name the name in GGUF
 * @param normalizer the section {@code normalizer}; null for none
 * @param section the section {@code pre_tokenizer}
 * @param decoder the section {@code decoder}
 * @param splitter splits as the sections say
 */
record PreTokenizer(
    PreTokenizerName name,
    @Nullable JsonNode normalizer,
    JsonNode section,
    JsonNode decoder,
    WordSplitter splitter) {
  private static final List<PreTokenizer> SUPPORTED =
      Arrays.stream(PreTokenizerName.values()).map(PreTokenizer::load).toList();

  /** The pre-tokenizer of SmolLM and SmolLM2: single digits, then the words of GPT-2. */
  static final PreTokenizer SMOLLM = of("smollm").orElseThrow();

  /**
   * The pre-tokenizer of GPT-2: contractions, letters, numbers and the rest, each with the blank
   * before it.
   */
  static final PreTokenizer GPT2 = of("gpt-2").orElseThrow();

  /**
   * The pre-tokenizers that split differently, in order of preference. Qwen2 takes contractions,
   * letters with the character before them, single digits, the rest; Qwen3.5 also counts combining
   * marks as letters; Llama 3 is like Qwen2 with up to three digits in a word and without NFC.
   */
  static final List<PreTokenizer> ALL =
      SUPPORTED.stream().filter(one -> one.name == one.name.canonical()).toList();

  private static PreTokenizer load(PreTokenizerName name) {
    Path resource = Path.of(name.canonical().gguf() + ".json");
    JsonFile sections = resource(resource.toString());
    JsonNode normalizer = sections.node("normalizer").orElse(null);
    JsonNode section = sections.node("pre_tokenizer").orElseThrow();
    return new PreTokenizer(
        name,
        normalizer,
        section,
        sections.node("decoder").orElseThrow(),
        WordSplitter.of(resource, normalizer, section));
  }

  /** Returns the name in GGUF ({@code tokenizer.ggml.pre}). */
  String gguf() {
    return name.gguf();
  }

  /** Returns the class of transformers that takes such a {@code tokenizer.json} as it is. */
  String tokenizerClass() {
    return name == PreTokenizerName.QWEN2 ? "Qwen2Tokenizer" : "PreTrainedTokenizerFast";
  }

  /** A JSON file beside this class. */
  static JsonFile resource(String name) {
    try (InputStream in = PreTokenizer.class.getResourceAsStream(name)) {
      return JsonFile.parse(Path.of(name), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the pre-tokenizer with a name in GGUF, other names included. */
  static Optional<PreTokenizer> of(String gguf) {
    return SUPPORTED.stream().filter(one -> one.gguf().equals(gguf)).findFirst();
  }

  /** Returns whether two sections of a {@code tokenizer.json} are these, spelled the same. */
  boolean isDescribedBy(@Nullable JsonNode itsNormalizer, JsonNode itsSection) {
    return steps(itsSection, "pretokenizers").equals(steps(section, "pretokenizers"))
        && steps(itsNormalizer, "normalizers").equals(steps(normalizer, "normalizers"));
  }

  /** The steps of a section: of a sequence its parts, without what changes no token. */
  static List<JsonNode> steps(@Nullable JsonNode section, String parts) {
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
