package io.github.sentiment4j.jni.internal.engine;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;

/**
 * Where a model file holds the matrix that makes logits of the last hidden state. Where the label
 * words are one token each, three of its rows are all that is needed of it.
 *
 * @param type ggml's number of the element type, or -1 where rows do not do, because the file adds
 *     a bias to the logits
 * @param offset in bytes from the start of the file
 */
public record OutputMatrix(int type, long offset) {
  public static OutputMatrix of(GgufFile file) {
    if (file.tensor("output.bias").isPresent()) {
      return new OutputMatrix(-1, 0);
    }
    GgufTensor matrix =
        file.tensor("output.weight").or(() -> file.tensor("token_embd.weight")).orElseThrow();
    return new OutputMatrix(matrix.type().id(), file.dataOffset() + matrix.offset());
  }
}
