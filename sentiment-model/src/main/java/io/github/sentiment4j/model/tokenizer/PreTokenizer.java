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

/**
 * How text is cut into words before BPE: the sections of a {@code tokenizer.json} that say so,
 * under the name that GGUF has for them. They are in resources of that name.
 *
 * @param gguf the name in {@code tokenizer.ggml.pre}
 * @param tokenizerClass the class of transformers that takes such a {@code tokenizer.json} as it is
 * @param normalizer the section {@code normalizer}; null for none
 * @param splitter the section {@code pre_tokenizer}
 * @param decoder the section {@code decoder}
 */
record PreTokenizer(
    String gguf, String tokenizerClass, JsonNode normalizer, JsonNode splitter, JsonNode decoder) {
  private static final List<PreTokenizer> ALL =
      List.of(
          // Qwen2 to Qwen3: NFC; contractions, letters with the character before them, single
          // digits, the rest.
          load("qwen2", "Qwen2Tokenizer"),
          // SmolLM and SmolLM2: single digits, then the words of GPT-2.
          load("smollm", "PreTrainedTokenizerFast"));

  private static PreTokenizer load(String gguf, String tokenizerClass) {
    String resource = gguf + ".json";
    try (InputStream in = PreTokenizer.class.getResourceAsStream(resource)) {
      JsonFile sections = JsonFile.parse(Path.of(resource), in.readAllBytes());
      return new PreTokenizer(
          gguf,
          tokenizerClass,
          sections.node("normalizer").orElse(null),
          sections.node("pre_tokenizer").orElseThrow(),
          sections.node("decoder").orElseThrow());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one with a name in GGUF. */
  static Optional<PreTokenizer> of(String gguf) {
    return ALL.stream().filter(one -> one.gguf.equals(gguf)).findFirst();
  }

  /**
   * The one that two sections of a {@code tokenizer.json} describe. A file may leave the normalizer
   * out, as some copies of Qwen2's do: GGUF has no name for the difference.
   *
   * @param normalizer null for none
   * @param splitter null for none
   */
  static Optional<PreTokenizer> of(JsonNode normalizer, JsonNode splitter) {
    List<JsonNode> normalizers = steps(normalizer, "normalizers");
    List<JsonNode> splits = steps(splitter, "pretokenizers");
    return ALL.stream()
        .filter(one -> splits.equals(steps(one.splitter, "pretokenizers")))
        .filter(
            one ->
                normalizers.isEmpty() || normalizers.equals(steps(one.normalizer, "normalizers")))
        .findFirst();
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
