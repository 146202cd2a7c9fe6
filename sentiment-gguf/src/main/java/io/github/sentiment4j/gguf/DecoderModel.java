package io.github.sentiment4j.gguf;

/**
 * The sizes of a decoder language model whose file has passed {@link #check}. Immutable.
 *
 * @param architecture {@code qwen2}, {@code qwen3} or {@code llama}
 * @param blocks transformer blocks
 * @param embeddingLength width of the residual stream
 * @param heads attention heads
 * @param kvHeads key-value heads; divides {@code heads}
 * @param headSize elements of one head
 * @param feedForwardLength hidden width of the feed-forward network
 * @param vocabularySize tokens
 * @param contextLength tokens that the model was trained to see at once
 * @param tiedOutput whether the output head is the token embedding
 * @param parameters elements of all tensors
 * @param weightBytes bytes of all tensors
 * @param typeName what {@code general.file_type} says, such as {@code Q4_0} or {@code Q4_K_M}, or
 *     else the type that holds the most bytes
 */
public record DecoderModel(
    String architecture,
    int blocks,
    int embeddingLength,
    int heads,
    int kvHeads,
    int headSize,
    int feedForwardLength,
    int vocabularySize,
    int contextLength,
    boolean tiedOutput,
    long parameters,
    long weightBytes,
    String typeName) {

  /**
   * Checks that llama.cpp v0.5.0 can run a file: architecture and hyperparameters, the byte-level
   * BPE vocabulary with its merges and special tokens, and that exactly the right tensors are
   * there, with the right shapes and types. llama.cpp ends the process on some files that fail here
   * ({@code GGML_ASSERT}), so a file must pass before it is handed over. Small float32 tensors
   * (norms, biases) are read and must be finite; large ones are not read.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_UNSUPPORTED} if the model is
   *     sound but of another kind (architecture, tokenizer, experts, tensor types), {@link
   *     ModelFileException.Kind#MODEL_INVALID} if it is contradictory; the message names the key or
   *     tensor
   */
  public static DecoderModel check(GgufFile file) {
    HyperParameters hyper = HyperParameters.check(file);
    int vocabularySize = TokenizerCheck.check(file);
    hyper.checkVocabularySize(vocabularySize);
    boolean tiedOutput = new TensorCheck(file, hyper, vocabularySize).check();
    return new DecoderModel(
        hyper.architecture(),
        hyper.blocks(),
        hyper.embeddingLength(),
        hyper.heads(),
        hyper.kvHeads(),
        hyper.headSize(),
        hyper.feedForwardLength(),
        vocabularySize,
        hyper.contextLength(),
        tiedOutput,
        file.tensors().stream().mapToLong(GgufTensor::elements).sum(),
        file.tensors().stream().mapToLong(GgufTensor::bytes).sum(),
        FileTypeName.of(file));
  }
}
