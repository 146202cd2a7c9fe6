package io.github.sentiment4j.gguf;

import io.github.sentiment4j.gguf.internal.PreTokenizerName;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;
import java.text.Normalizer;

/**
 * The change that a model's own tokenizer makes to a text before it splits it into words. llama.cpp
 * does not make it and GGUF has no key for it, so every caller of llama.cpp applies it first: the
 * engines, and {@code LlamaTokenizer} for pruning and training.
 *
 * <p>Qwen's tokenizers bring a text to NFC: {@code e} with a combining acute accent becomes {@code
 * é}, which is another token. SmolLM's and Llama's leave it alone. NFC is that of the JDK (Unicode
 * 13 in Java 17): texts with characters that are younger may stay as they are.
 */
public enum TextNormalization {
  /** The text stays as it is. */
  NONE {
    @Override
    public String apply(String text) {
      return text;
    }
  },

  /** Unicode normalisation form C. */
  NFC {
    @Override
    public String apply(String text) {
      return Normalizer.isNormalized(text, Normalizer.Form.NFC)
          ? text
          : Normalizer.normalize(text, Normalizer.Form.NFC);
    }
  };

  /** Returns the normalisation that belongs to a model, by its pre-tokenizer. */
  public static TextNormalization of(GgufFile file) {
    return file.optionalString(TokenizerKeys.PRE)
            .flatMap(PreTokenizerName::of)
            .filter(PreTokenizerName::normalizes)
            .isPresent()
        ? NFC
        : NONE;
  }

  /** The text as the model's tokenizer sees it; the same object where nothing changes. */
  public abstract String apply(String text);
}
