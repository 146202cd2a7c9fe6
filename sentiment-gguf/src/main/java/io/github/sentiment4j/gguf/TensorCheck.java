package io.github.sentiment4j.gguf;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a file has exactly the tensors of its architecture, as {@code load_arch_tensors} of
 * llama.cpp asks for them. In the shapes E is the embedding length, H the head size, Q and K the
 * rows of all query and of all key heads, F the feed-forward length, V the vocabulary size.
 */
final class TensorCheck {
  /** The types that ggml's CPU backend can multiply and take rows from. */
  private static final Set<GgmlType> WEIGHT_TYPES =
      EnumSet.of(
          GgmlType.F32,
          GgmlType.F16,
          GgmlType.BF16,
          GgmlType.Q4_0,
          GgmlType.Q4_1,
          GgmlType.Q5_0,
          GgmlType.Q5_1,
          GgmlType.Q8_0,
          GgmlType.Q2_K,
          GgmlType.Q3_K,
          GgmlType.Q4_K,
          GgmlType.Q5_K,
          GgmlType.Q6_K,
          GgmlType.IQ1_S,
          GgmlType.IQ1_M,
          GgmlType.IQ2_XXS,
          GgmlType.IQ2_XS,
          GgmlType.IQ2_S,
          GgmlType.IQ3_XXS,
          GgmlType.IQ3_S,
          GgmlType.IQ4_NL,
          GgmlType.IQ4_XS,
          GgmlType.TQ1_0,
          GgmlType.TQ2_0,
          GgmlType.MXFP4);

  /** The exponent in the upper half of a float; all its bits are set if it is not finite. */
  private static final int EXPONENT = 0x7F80;

  private final GgufFile file;
  private final HyperParameters hyper;
  private final long vocabularySize;
  private final Set<String> known = new HashSet<>();

  TensorCheck(GgufFile file, HyperParameters hyper, int vocabularySize) {
    this.file = file;
    this.hyper = hyper;
    this.vocabularySize = vocabularySize;
  }

  /** Checks all tensors; returns whether the output head is the token embedding. */
  boolean check() {
    long e = hyper.embeddingLength();
    requireMatrix("token_embd.weight", e, vocabularySize);
    requireVector("output_norm.weight", e);
    boolean tied = !optionalMatrix("output.weight", e, vocabularySize);
    if (hyper.architecture().equals("qwen2")) {
      optionalVector("output.bias", vocabularySize);
    }
    if (hyper.architecture().equals("llama")) {
      optionalVector("rope_freqs.weight", hyper.headSize() / 2);
    }
    for (int block = 0; block < hyper.blocks(); block++) {
      checkBlock("blk." + block + ".");
    }
    refuseUnknown();
    return tied;
  }

  private void checkBlock(String prefix) {
    long e = hyper.embeddingLength();
    long q = hyper.queryLength();
    long k = hyper.kvLength();
    long f = hyper.feedForwardLength();
    requireVector(prefix + "attn_norm.weight", e);
    requireMatrix(prefix + "attn_q.weight", e, q);
    requireMatrix(prefix + "attn_k.weight", e, k);
    requireMatrix(prefix + "attn_v.weight", e, k);
    requireMatrix(prefix + "attn_output.weight", q, e);
    optionalVector(prefix + "attn_q.bias", q);
    optionalVector(prefix + "attn_k.bias", k);
    optionalVector(prefix + "attn_v.bias", k);
    requireVector(prefix + "ffn_norm.weight", e);
    requireMatrix(prefix + "ffn_gate.weight", e, f);
    requireMatrix(prefix + "ffn_up.weight", e, f);
    requireMatrix(prefix + "ffn_down.weight", f, e);
    if (hyper.architecture().equals("qwen3")) {
      requireVector(prefix + "attn_q_norm.weight", hyper.headSize());
      requireVector(prefix + "attn_k_norm.weight", hyper.headSize());
    }
    if (hyper.architecture().equals("llama")) {
      optionalVector(prefix + "attn_output.bias", e);
      optionalVector(prefix + "ffn_gate.bias", f);
      optionalVector(prefix + "ffn_up.bias", f);
      optionalVector(prefix + "ffn_down.bias", e);
    }
  }

  private void requireMatrix(String name, long inputs, long outputs) {
    if (!optionalMatrix(name, inputs, outputs)) {
      throw missing(name, inputs, outputs);
    }
  }

  private boolean optionalMatrix(String name, long inputs, long outputs) {
    GgufTensor tensor = find(name, inputs, outputs);
    if (tensor == null) {
      return false;
    }
    if (!WEIGHT_TYPES.contains(tensor.type())) {
      throw unsupported(
          name,
          "a type that the CPU can multiply, such as F16, Q8_0 or Q4_K",
          tensor.type().toString());
    }
    return true;
  }

  private void requireVector(String name, long length) {
    if (!optionalVector(name, length)) {
      throw missing(name, length);
    }
  }

  /** ggml aborts where a norm or bias is not F32. */
  private boolean optionalVector(String name, long length) {
    GgufTensor tensor = find(name, length);
    if (tensor == null) {
      return false;
    }
    if (tensor.type() != GgmlType.F32) {
      throw unsupported(name, "F32", tensor.type().toString());
    }
    byte[] bytes = file.copy(tensor);
    for (int end = Float.BYTES; end <= bytes.length; end += Float.BYTES) {
      int high = bytes[end - 1] << 8 | (bytes[end - 2] & 0xFF);
      if ((high & EXPONENT) == EXPONENT) {
        float value = ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN).getFloat(end - Float.BYTES);
        throw invalid(name, "finite numbers", value + " at " + (end / Float.BYTES - 1));
      }
    }
    return true;
  }

  private @Nullable GgufTensor find(String name, long... shape) {
    known.add(name);
    GgufTensor tensor = file.tensor(name).orElse(null);
    if (tensor != null && !tensor.hasShape(shape)) {
      throw invalid(
          name, "the shape " + GgufTensor.describe(shape), GgufTensor.describe(tensor.shape()));
    }
    return tensor;
  }

  private void refuseUnknown() {
    for (GgufTensor tensor : file.tensors()) {
      if (!known.contains(tensor.name())) {
        throw unsupported(
            tensor.name(),
            "only the tensors of a dense "
                + hyper.architecture()
                + " decoder with "
                + hyper.blocks()
                + " blocks",
            "one more");
      }
    }
  }

  private ModelFileException missing(String name, long... shape) {
    return invalid(name, "a tensor of shape " + GgufTensor.describe(shape), "no such tensor");
  }

  private ModelFileException invalid(String name, String expected, String found) {
    return ModelFileException.invalid(file.path(), place(name), expected, found);
  }

  private ModelFileException unsupported(String name, String expected, String found) {
    return ModelFileException.unsupported(file.path(), place(name), expected, found);
  }

  private static String place(String name) {
    return "tensor " + GgufValue.quote(name);
  }
}
