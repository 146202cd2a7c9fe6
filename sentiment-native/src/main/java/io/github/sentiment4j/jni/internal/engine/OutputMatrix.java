package io.github.sentiment4j.jni.internal.engine;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;

/**
 * The location of the output matrix in a model file. The matrix turns the last hidden state into
 * logits. If each label word is one token, scoring needs three rows of it only.
 *
 * @param type ggml's number of the element type, or -1 if the rows are not enough because the model
 *     adds a bias to the logits
 * @param offset the offset in bytes from the start of the file
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
