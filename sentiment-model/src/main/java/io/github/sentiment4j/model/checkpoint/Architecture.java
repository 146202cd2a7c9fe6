package io.github.sentiment4j.model.checkpoint;

/** A family of decoders that can be read, converted and run. */
public enum Architecture {
  /** Qwen2 and Qwen2.5: biases on q, k and v. */
  QWEN2("qwen2", "Qwen2ForCausalLM"),
  /** Qwen3: norms over the heads of q and k, no biases. */
  QWEN3("qwen3", "Qwen3ForCausalLM"),
  /** Llama, SmolLM2: no biases; a GGUF file stores the rows of q and k permuted. */
  LLAMA("llama", "LlamaForCausalLM");

  private final String gguf;
  private final String huggingFace;

  Architecture(String gguf, String huggingFace) {
    this.gguf = gguf;
    this.huggingFace = huggingFace;
  }

  /** The name in {@code general.architecture} of a GGUF file. */
  public String gguf() {
    return gguf;
  }

  /** The name in {@code architectures} of a {@code config.json}. */
  public String huggingFace() {
    return huggingFace;
  }
}
