package io.github.sentiment4j.train.internal.step;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.model.tokenizer.TokenizerFolder;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * A tokenizer of prompts and label words: ids(prefix) ++ ids(text) ++ ids(suffix), each part alone,
 * as the engine makes them. Control tokens have their ids in prefix, suffix and label words; in a
 * text they are plain characters.
 */
public final class PromptTokenizer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HuggingFaceTokenizer ofPrompt;
  private final HuggingFaceTokenizer ofText;
  private final int[] prefix;
  private final int[] suffix;

  /** Creates the tokenizer of a vocabulary for one prompt. */
  public PromptTokenizer(Vocabulary vocabulary, PromptTemplate template) throws IOException {
    Path folder = Files.createTempDirectory("sentiment4j-tokenizer");
    Path file = folder.resolve("tokenizer.json");
    try {
      TokenizerFolder.write(vocabulary, folder);
      ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
      json.putNull("post_processor");
      this.ofPrompt = tokenizer(json);
      removeControlTokens((ArrayNode) json.path("added_tokens"));
      this.ofText = tokenizer(json);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder.resolve("tokenizer_config.json"));
      Files.delete(folder);
    }
    int[] first = vocabulary.beginOfText().stream().toArray();
    this.prefix = join(first, prompt(template.prefix()));
    this.suffix = prompt(template.suffix());
  }

  /**
   * Removes control tokens, and keeps those that count in a text, such as Qwen's {@code
   * <tool_call>}.
   */
  private static void removeControlTokens(ArrayNode added) {
    for (int i = added.size() - 1; i >= 0; i--) {
      if (added.get(i).path("special").asBoolean()) {
        added.remove(i);
      }
    }
  }

  private static HuggingFaceTokenizer tokenizer(ObjectNode json) throws IOException {
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(JSON.writeValueAsBytes(json)),
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
  }

  private int[] prompt(String text) {
    return ids(ofPrompt, text);
  }

  private static int[] ids(HuggingFaceTokenizer tokenizer, String text) {
    return text.isEmpty()
        ? new int[0]
        : Arrays.stream(tokenizer.encode(text, false, false).getIds())
            .mapToInt(Math::toIntExact)
            .toArray();
  }

  /** Returns the ids of a label word. */
  public int[] label(String word) {
    return prompt(word);
  }

  /** The ids of a prompt, and whether its text was shortened. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Prompt(int[] ids, boolean shortened) {}

  /**
   * Returns a prompt of at most some tokens; a text that is too long loses its end, as in the
   * engine and in pruning, each of which has a tokenizer of another library.
   *
   * @throws IllegalArgumentException if prefix and suffix alone leave no room for a text
   */
  public Prompt prompt(String text, int maxTokens) {
    int room = maxTokens - prefix.length - suffix.length;
    if (room < 1) {
      throw new IllegalArgumentException(
          "expected room for a text beside the "
              + (prefix.length + suffix.length)
              + " tokens of the prompt, found "
              + maxTokens
              + " tokens in all; allow more tokens or take a shorter prompt");
    }
    int[] all = ids(ofText, text);
    int[] kept = all.length > room ? Arrays.copyOf(all, room) : all;
    return new Prompt(join(prefix, kept, suffix), kept.length < all.length);
  }

  public static int[] join(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }

  @Override
  public void close() {
    ofPrompt.close();
    ofText.close();
  }
}
