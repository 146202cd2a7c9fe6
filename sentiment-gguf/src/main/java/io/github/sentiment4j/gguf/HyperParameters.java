package io.github.sentiment4j.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The numbers that shape a decoder, read from {@code <architecture>.*} and checked as {@code
 * llama_model_base::load_hparams} and the graph builders of llama.cpp need them.
 *
 * @param queryLength heads * headSize, the rows of the query projection
 * @param kvLength kvHeads * headSize, the rows of the key and value projections
 */
record HyperParameters(
    GgufFile file,
    String architecture,
    int blocks,
    int embeddingLength,
    int heads,
    int kvHeads,
    int headSize,
    int queryLength,
    int kvLength,
    int feedForwardLength,
    int contextLength) {
  private static final List<String> ARCHITECTURES = List.of("qwen2", "qwen3", "llama");

  private static final Set<String> ENCODERS =
      Set.of(
          """
          bert modern-bert nomic-bert nomic-bert-moe neo-bert jina-bert-v2 jina-bert-v3
          eurobert t5encoder gemma-embedding llama-embed
          """
              .split("\\s+"));

  /** LLAMA_MAX_LAYERS. */
  private static final int MAX_BLOCKS = 512;

  private static final int MAX_LENGTH = 1 << 24;

  /** ggml maps the file and asserts that tensors start at a multiple of TENSOR_ALIGNMENT. */
  private static final int MIN_ALIGNMENT = 32;

  /** Keys that must be 0 where they are given: a dense model with causal layers of one kind. */
  private static final List<String> ZERO_KEYS =
      List.of(
          """
          expert_count expert_used_count expert_group_count expert_group_used_count
          nextn_predict_layers pooling_type
          """
              .split("\\s+"));

  /** Keys that llama.cpp reads with a fixed type, where they are given. */
  private static final Map<String, GgufType> TYPED_KEYS =
      Map.of(
          "embedding_length_out", GgufType.UINT32,
          "rope.scaling.finetuned", GgufType.BOOL,
          "rope.dimension_count_swa", GgufType.UINT32,
          "attention.key_length_swa", GgufType.UINT32,
          "attention.value_length_swa", GgufType.UINT32);

  static HyperParameters check(GgufFile file) {
    checkGeneral(file);
    String architecture = checkArchitecture(file);
    HyperParameters hyper = new Reader(file, architecture).read();
    UnreadKeys.check(hyper);
    return hyper;
  }

  void checkVocabularySize(int tokens) {
    String key = architecture + ".vocab_size";
    file.optionalUint32(key)
        .filter(size -> size != tokens)
        .ifPresent(
            size -> {
              throw file.corrupt(key, tokens + ", the number of tokens", size.toString());
            });
  }

  private static void checkGeneral(GgufFile file) {
    file.optionalString("general.type")
        .filter(type -> !type.equals("model"))
        .ifPresent(
            type -> {
              throw unsupported(file, "general.type", "\"model\"", GgufValue.quote(type));
            });
    file.optionalString("general.name");
    file.optionalUint32("general.file_type");
    if (file.alignment() < MIN_ALIGNMENT) {
      throw unsupported(
          file,
          GgufLimits.ALIGNMENT_KEY,
          "at least " + MIN_ALIGNMENT + ", so that the file can be mapped",
          Integer.toString(file.alignment()));
    }
  }

  private static String checkArchitecture(GgufFile file) {
    String architecture = file.string("general.architecture");
    if (!ARCHITECTURES.contains(architecture)) {
      throw unsupported(
          file,
          "general.architecture",
          "a decoder of architecture " + String.join(", ", ARCHITECTURES),
          GgufValue.quote(architecture)
              + (ENCODERS.contains(architecture)
                  ? ", an encoder, which cannot say a label; use a decoder"
                  : ""));
    }
    return architecture;
  }

  private static ModelFileException unsupported(
      GgufFile file, String key, String expected, String found) {
    return ModelFileException.unsupported(file.path(), "key \"" + key + '"', expected, found);
  }

  /** Reads the keys of one architecture. */
  private static final class Reader {
    private final GgufFile file;
    private final String architecture;

    Reader(GgufFile file, String architecture) {
      this.file = file;
      this.architecture = architecture;
    }

    HyperParameters read() {
      checkDense();
      checkRope();
      float epsilon = file.float32(key("attention.layer_norm_rms_epsilon"));
      requirePositive("attention.layer_norm_rms_epsilon", Optional.of(epsilon));
      int embedding = number("embedding_length", MAX_LENGTH);
      int heads = number("attention.head_count", MAX_LENGTH);
      int kvHeads = optionalNumber("attention.head_count_kv").orElse(heads);
      if (heads % kvHeads != 0) {
        throw file.corrupt(
            key("attention.head_count_kv"), "a divisor of the " + heads + " heads", kvHeads + "");
      }
      int headSize = headSize(embedding, heads);
      optionalNumber("embedding_length_out")
          .ifPresent(found -> require("embedding_length_out", embedding, found));
      return new HyperParameters(
          file,
          architecture,
          number("block_count", MAX_BLOCKS),
          embedding,
          heads,
          kvHeads,
          headSize,
          product("attention.head_count", heads, headSize),
          product("attention.head_count_kv", kvHeads, headSize),
          number("feed_forward_length", MAX_LENGTH),
          number("context_length", MAX_LENGTH));
    }

    private void checkDense() {
      for (String name : ZERO_KEYS) {
        GgufValue value = file.metadata().get(key(name));
        if (value != null && (value.type() != GgufType.UINT32 || value.bits() != 0)) {
          throw unsupported(
              file,
              key(name),
              "0 as UINT32 (a dense causal decoder)",
              value.typeName() + " " + value);
        }
      }
      TYPED_KEYS.forEach(
          (name, type) -> {
            GgufValue value = file.metadata().get(key(name));
            if (value != null && value.type() != type) {
              throw file.corrupt(key(name), type.toString(), value.typeName());
            }
          });
      if (!file.optionalBool(key("attention.causal")).orElse(true)) {
        throw unsupported(file, key("attention.causal"), "true (a decoder)", "false");
      }
      if (file.metadata().containsKey(key("classifier.output_labels"))) {
        throw unsupported(
            file,
            key("classifier.output_labels"),
            "a decoder with a language-model head",
            "a classifier head");
      }
    }

    private void checkRope() {
      requirePositive("rope.freq_base", file.optionalFloat32(key("rope.freq_base")));
      for (String factor :
          List.of(
              "rope.scaling.factor",
              "rope.scale_linear",
              "rope.scaling.attn_factor",
              "rope.scaling.alpha")) {
        requirePositive(factor, file.optionalFloat32(key(factor)));
      }
      optionalNumber("rope.scaling.original_context_length");
      file.optionalString(key("rope.scaling.type"))
          .filter(type -> !List.of("none", "linear", "yarn").contains(type))
          .ifPresent(
              type -> {
                throw unsupported(
                    file, key("rope.scaling.type"), "none, linear or yarn", GgufValue.quote(type));
              });
    }

    private int headSize(int embedding, int heads) {
      Optional<Integer> keyLength = optionalNumber("attention.key_length");
      if (keyLength.isEmpty() && embedding % heads != 0) {
        throw file.corrupt(
            key("attention.head_count"),
            "a divisor of the embedding length " + embedding,
            heads + "");
      }
      int headSize = keyLength.orElse(embedding / heads);
      if (headSize < 2 || headSize % 2 != 0) {
        throw file.corrupt(
            key("attention.head_count"), "an even head size (RoPE turns pairs)", headSize + "");
      }
      // Without a value length llama.cpp falls back to this quotient, whatever the key length is.
      int valueLength = optionalNumber("attention.value_length").orElse(embedding / heads);
      require("attention.value_length", headSize, valueLength);
      optionalNumber("rope.dimension_count")
          .ifPresent(found -> require("rope.dimension_count", headSize, found));
      if (architecture.equals("qwen2")) {
        require("attention.key_length", embedding / heads, headSize);
      }
      return headSize;
    }

    private void require(String name, int expected, int found) {
      if (found != expected) {
        throw file.corrupt(key(name), Integer.toString(expected), Integer.toString(found));
      }
    }

    private void requirePositive(String name, Optional<Float> value) {
      if (value.isPresent() && !(value.get() > 0 && Float.isFinite(value.get()))) {
        throw file.corrupt(key(name), "a finite number greater than 0", value.get().toString());
      }
    }

    private int number(String name, int max) {
      return inRange(name, file.uint32(key(name)), max);
    }

    private Optional<Integer> optionalNumber(String name) {
      return file.optionalUint32(key(name)).map(value -> inRange(name, value, MAX_LENGTH));
    }

    private int inRange(String name, long value, int max) {
      if (value < 1 || value > max) {
        throw file.corrupt(key(name), "1 to " + max, Long.toString(value));
      }
      return (int) value;
    }

    private int product(String name, int count, int size) {
      long product = (long) count * size;
      if (product > MAX_LENGTH) {
        throw file.corrupt(
            key(name), "at most " + MAX_LENGTH + " elements in all heads", product + "");
      }
      return (int) product;
    }

    private String key(String name) {
      return architecture + "." + name;
    }
  }
}
