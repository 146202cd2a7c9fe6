package io.github.sentiment4j.gguf;

import io.github.sentiment4j.gguf.internal.ByteAlphabet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A small but real byte-level BPE vocabulary: the 256 bytes, a few words that are single tokens
 * (among them the English label words), control tokens. Everything else stays several tokens; 积极 is
 * six.
 */
final class TinyVocabulary {
  private static final int NORMAL = 1;
  private static final int CONTROL = 3;
  private static final int UNUSED = 5;

  /** Label words first: no merge of another word may come before theirs. */
  private static final List<String> WORDS =
      List.of(
          "positive",
          "neutral",
          "negative",
          " the",
          " profit",
          " loss",
          " shares",
          " to",
          " of",
          " rose",
          " fell",
          "ing");

  private static final List<String> CONTROLS =
      List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");

  private final Map<String, Integer> types = new LinkedHashMap<>();
  private final Set<String> merges = new LinkedHashSet<>();

  /** A vocabulary of some size, filled up with unused tokens; 0 for as many tokens as it needs. */
  TinyVocabulary(int size) {
    for (int b = 0; b < 256; b++) {
      types.put(ByteAlphabet.symbol(b), NORMAL);
    }
    WORDS.forEach(this::addWord);
    CONTROLS.forEach(token -> types.put(token, CONTROL));
    for (int i = 0; types.size() < size; i++) {
      types.put("<|unused_" + i + "|>", UNUSED);
    }
  }

  /** Adds the word and all its prefixes, each merged from the one before and one byte. */
  private void addWord(String word) {
    String token = "";
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      String symbol = ByteAlphabet.symbol(b & 0xFF);
      if (!token.isEmpty()) {
        merges.add(token + " " + symbol);
      }
      token += symbol;
      types.putIfAbsent(token, NORMAL);
    }
  }

  List<String> tokens() {
    return List.copyOf(types.keySet());
  }

  int size() {
    return types.size();
  }

  void writeTo(GgufWriter writer) {
    List<String> tokens = tokens();
    writer
        .putString("tokenizer.ggml.model", "gpt2")
        .putString("tokenizer.ggml.pre", "qwen2")
        .putStrings("tokenizer.ggml.tokens", tokens)
        .put(
            "tokenizer.ggml.token_type",
            GgufValue.int32s(types.values().stream().mapToInt(Integer::intValue).toArray()))
        .putStrings("tokenizer.ggml.merges", new ArrayList<>(merges))
        .putUint32("tokenizer.ggml.bos_token_id", tokens.indexOf("<|endoftext|>"))
        .putUint32("tokenizer.ggml.eos_token_id", tokens.indexOf("<|im_end|>"))
        .putUint32("tokenizer.ggml.padding_token_id", tokens.indexOf("<|endoftext|>"))
        .putBool("tokenizer.ggml.add_bos_token", false);
  }
}
