package io.github.sentiment4j.gguf.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The pre-tokenizers that are supported, by their names in GGUF: those that llama.cpp splits with
 * hand-written code, and smollm, whose digits it splits so. llama.cpp sends the others through
 * std::regex, which recurses once per character and overflows the stack on a long text.
 */
public enum PreTokenizerName {
  /** Qwen2 to Qwen3. */
  QWEN2("qwen2"),
  /** Another name of qwen2. */
  DEEPSEEK_R1_QWEN("deepseek-r1-qwen", QWEN2),
  /** Qwen3.5. */
  QWEN35("qwen35"),
  /** Llama 3. */
  LLAMA_BPE("llama-bpe"),
  /** Another name of llama-bpe. */
  LLAMA3("llama3", LLAMA_BPE),
  /** Another name of llama-bpe. */
  LLAMA_V3("llama-v3", LLAMA_BPE),
  /** SmolLM and SmolLM2. */
  SMOLLM("smollm"),
  /** GPT-2. */
  GPT2("gpt-2");

  private final String gguf;
  private final PreTokenizerName canonical;

  PreTokenizerName(String gguf) {
    this.gguf = gguf;
    this.canonical = this;
  }

  PreTokenizerName(String gguf, PreTokenizerName canonical) {
    this.gguf = gguf;
    this.canonical = canonical;
  }

  /** Returns the pre-tokenizer with a name in GGUF; empty if it is not supported. */
  public static Optional<PreTokenizerName> of(String gguf) {
    return Arrays.stream(values()).filter(name -> name.gguf.equals(gguf)).findFirst();
  }

  /** Returns all names in GGUF. */
  public static List<String> all() {
    return Arrays.stream(values()).map(PreTokenizerName::gguf).toList();
  }

  /** Returns the name in GGUF ({@code tokenizer.ggml.pre}). */
  public String gguf() {
    return gguf;
  }

  /** Returns the pre-tokenizer that this one is another name of, or this one. */
  public PreTokenizerName canonical() {
    return canonical;
  }

  /** Returns whether the tokenizer brings a text to Unicode normalisation form C first. */
  public boolean normalizes() {
    return canonical == QWEN2 || canonical == QWEN35;
  }

  /** Returns whether a word that is a token stays whole whatever its merges make of it. */
  public boolean keepsWholeWords() {
    return canonical == LLAMA_BPE;
  }

  /** Returns whether llama.cpp adds the begin-of-text token where the file does not say. */
  public boolean addsBeginOfText() {
    return canonical == LLAMA_BPE;
  }
}
