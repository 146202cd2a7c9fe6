package io.github.sentiment4j.gguf;

import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Model files that must be refused: each one is a sound {@link TinyModel} with one thing wrong, and
 * says which kind of refusal is right and what the message must contain. Those that llama.cpp
 * v0.5.0 answers with {@code abort()} (tried with its own library) are the reason for {@link
 * DecoderModel#check}.
 */
public enum BrokenModel {
  /** Aborts in llama.cpp. */
  BLOCK_COUNT_ZERO(
      uint32("qwen2.block_count", 0),
      Kind.MODEL_INVALID,
      "key \"qwen2.block_count\": expected 1 to 512, found 0"),
  /** Aborts in llama.cpp. */
  BLOCK_COUNT_HUGE(
      uint32("qwen2.block_count", 100_000),
      Kind.MODEL_INVALID,
      "key \"qwen2.block_count\": expected 1 to 512, found 100000"),
  /** A block is missing. */
  BLOCK_COUNT_TOO_LARGE(
      uint32("qwen2.block_count", 3),
      Kind.MODEL_INVALID,
      "tensor \"blk.2.attn_norm.weight\": expected a tensor of shape (64), found no such tensor"),
  /** A block too many. */
  BLOCK_COUNT_TOO_SMALL(
      uint32("qwen2.block_count", 1),
      Kind.MODEL_UNSUPPORTED,
      "tensor \"blk.1.attn_norm.weight\": expected only the tensors of a dense qwen2 decoder with 1"
          + " blocks, found one more"),
  /** Aborts in llama.cpp when a context is created. */
  ROPE_DIMENSION_COUNT(
      uint32("qwen2.rope.dimension_count", 8),
      Kind.MODEL_INVALID,
      "key \"qwen2.rope.dimension_count\": expected 16, found 8"),
  /** Aborts in llama.cpp. */
  ROPE_SCALING_TYPE(
      (GgufWriter w) -> w.putString("qwen2.rope.scaling.type", "spiral"),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.rope.scaling.type\": expected none, linear or yarn, found \"spiral\""),
  /** Divides by zero. */
  ROPE_FREQ_BASE(
      (GgufWriter w) -> w.putFloat32("qwen2.rope.freq_base", 0),
      Kind.MODEL_INVALID,
      "key \"qwen2.rope.freq_base\": expected a finite number greater than 0, found 0.0"),
  /** Scores would be NaN. */
  ROPE_SCALING_FACTOR(
      (GgufWriter w) -> w.putFloat32("qwen2.rope.scaling.factor", Float.NaN),
      Kind.MODEL_INVALID,
      "key \"qwen2.rope.scaling.factor\": expected a finite number greater than 0, found NaN"),
  /** Aborts in llama.cpp. */
  EXPERT_COUNT(
      uint32("qwen2.expert_count", 8),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.expert_count\": expected 0 as UINT32 (a dense causal decoder), found UINT32 8"),
  /** Aborts in llama.cpp. */
  EXPERT_COUNT_HUGE(
      uint32("qwen2.expert_count", 0xFFFF_FFFFL),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.expert_count\": expected 0 as UINT32 (a dense causal decoder), found UINT32"
          + " 4294967295"),
  /** Aborts in llama.cpp. */
  EXPERT_USED_COUNT(
      uint32("qwen2.expert_used_count", 2),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.expert_used_count\": expected 0"),
  /** Aborts in llama.cpp. */
  EXPERT_GROUP_COUNT(
      uint32("qwen2.expert_group_count", 2),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.expert_group_count\": expected 0"),
  /** Aborts in llama.cpp. */
  NEXTN_PREDICT_LAYERS(
      uint32("qwen2.nextn_predict_layers", 99),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.nextn_predict_layers\": expected 0"),
  /** An embedding model, or none; aborts in llama.cpp when embeddings are read. */
  POOLING_TYPE(
      uint32("qwen2.pooling_type", 99),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.pooling_type\": expected 0"),
  /** Heads that do not divide the width. */
  HEAD_COUNT(
      uint32("qwen2.attention.head_count", 6),
      Kind.MODEL_INVALID,
      "key \"qwen2.attention.head_count\": expected a divisor of the embedding length 64, found 6"),
  /** No heads. */
  HEAD_COUNT_ZERO(
      uint32("qwen2.attention.head_count", 0),
      Kind.MODEL_INVALID,
      "key \"qwen2.attention.head_count\": expected 1 to 16777216, found 0"),
  /** Query heads that cannot share key-value heads. */
  KV_HEAD_COUNT(
      uint32("qwen2.attention.head_count_kv", 3),
      Kind.MODEL_INVALID,
      "key \"qwen2.attention.head_count_kv\": expected a divisor of the 4 heads, found 3"),
  /** Aborts in llama.cpp: rows cannot be split into pairs. */
  ODD_HEAD_SIZE(
      (GgufWriter w) -> {
        w.putUint32("qwen2.attention.head_count", 64);
        w.putUint32("qwen2.attention.head_count_kv", 32);
      },
      Kind.MODEL_INVALID,
      "key \"qwen2.attention.head_count\": expected an even head size (RoPE turns pairs), found 1"),
  /** A head size that the projections do not have. */
  KEY_LENGTH(
      (GgufWriter w) -> {
        w.putUint32("qwen2.attention.key_length", 32);
        w.putUint32("qwen2.attention.value_length", 32);
      },
      Kind.MODEL_INVALID,
      "key \"qwen2.attention.key_length\": expected 16, found 32"),
  /** Keys and values of different sizes. */
  VALUE_LENGTH(
      uint32("qwen2.attention.value_length", 8),
      Kind.MODEL_INVALID,
      "key \"qwen2.attention.value_length\": expected 16, found 8"),
  /** A signed number in the place of an unsigned one. */
  HEAD_COUNT_TYPE(
      (GgufWriter w) -> w.put("qwen2.attention.head_count", GgufValue.int32(4)),
      Kind.MODEL_INVALID,
      "key \"qwen2.attention.head_count\": expected UINT32, found INT32"),
  /** Aborts in llama.cpp. */
  NORM_EPSILON(
      (GgufWriter w) ->
          w.putFloat32("qwen2.attention.layer_norm_rms_epsilon", Float.NEGATIVE_INFINITY),
      Kind.MODEL_INVALID,
      "key \"qwen2.attention.layer_norm_rms_epsilon\": expected a finite number greater than 0,"
          + " found -Infinity"),
  /** Needed by llama.cpp. */
  NORM_EPSILON_MISSING(
      (GgufWriter w) -> w.remove("qwen2.attention.layer_norm_rms_epsilon"),
      Kind.MODEL_INVALID,
      "key \"qwen2.attention.layer_norm_rms_epsilon\": expected FLOAT32, found no such key"),
  /** No context. */
  CONTEXT_LENGTH(
      uint32("qwen2.context_length", 0),
      Kind.MODEL_INVALID,
      "key \"qwen2.context_length\": expected 1 to 16777216, found 0"),
  /** Bidirectional attention. */
  NOT_CAUSAL(
      (GgufWriter w) -> w.putBool("qwen2.attention.causal", false),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.attention.causal\": expected true (a decoder), found false"),
  /** Not read by llama.cpp, which would compute another model. */
  SLIDING_WINDOW(
      uint32("qwen2.attention.sliding_window", 16),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.attention.sliding_window\": expected none or at least the context length 2048,"
          + " because llama.cpp does not read it for qwen2, found 16.0"),
  /** Granite's, under another architecture. */
  LOGIT_SCALE(
      (GgufWriter w) -> w.putFloat32("qwen2.logit_scale", 8),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.logit_scale\": expected 1.0, because llama.cpp does not read it for qwen2, found"
          + " 8.0"),
  /** Another scale than that of the head size. */
  ATTENTION_SCALE(
      (GgufWriter w) -> w.putFloat32("qwen2.attention.scale", 0.5f),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.attention.scale\": expected 0.25, because llama.cpp does not read it for qwen2,"
          + " found 0.5"),
  /** The ramp of YaRN, which llama.cpp does not read here. */
  YARN_BETA_FAST(
      (GgufWriter w) -> w.putFloat32("qwen2.rope.scaling.yarn_beta_fast", 8),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.rope.scaling.yarn_beta_fast\": expected 32.0, because llama.cpp does not read it"
          + " for qwen2, found 8.0"),
  /** A factor without the one that llama.cpp reads. */
  YARN_ATTENTION_FACTOR(
      (GgufWriter w) -> {
        w.putString("qwen2.rope.scaling.type", "yarn");
        w.putFloat32("qwen2.rope.scaling.factor", 4);
        w.putFloat32("qwen2.rope.scaling.yarn_attn_factor", 1.5f);
      },
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.rope.scaling.yarn_attn_factor\": expected 1.13"),
  /** A reranker. */
  CLASSIFIER_HEAD(
      (GgufWriter w) -> w.putStrings("qwen2.classifier.output_labels", List.of("yes", "no")),
      Kind.MODEL_UNSUPPORTED,
      "key \"qwen2.classifier.output_labels\": expected a decoder with a language-model head, found"
          + " a classifier head"),
  /** Aborts in llama.cpp: mapped tensors are not aligned. */
  ALIGNMENT(
      uint32("general.alignment", 8),
      Kind.MODEL_UNSUPPORTED,
      "key \"general.alignment\": expected at least 32, so that the file can be mapped, found 8"),
  /** An encoder. */
  ENCODER(
      (GgufWriter w) -> w.putString("general.architecture", "bert"),
      Kind.MODEL_UNSUPPORTED,
      "key \"general.architecture\": expected a decoder of architecture qwen2, qwen3, llama, found"
          + " \"bert\", an encoder, which cannot say a label; use a decoder"),
  /** Another decoder. */
  OTHER_ARCHITECTURE(
      (GgufWriter w) -> w.putString("general.architecture", "qwen2moe"),
      Kind.MODEL_UNSUPPORTED,
      "key \"general.architecture\": expected a decoder of architecture qwen2, qwen3, llama, found"
          + " \"qwen2moe\""),
  /** Nothing says what this is. */
  NO_ARCHITECTURE(
      (GgufWriter w) -> w.remove("general.architecture"),
      Kind.MODEL_INVALID,
      "key \"general.architecture\": expected STRING, found no such key"),
  /** An adapter. */
  ADAPTER(
      (GgufWriter w) -> w.putString("general.type", "adapter"),
      Kind.MODEL_UNSUPPORTED,
      "key \"general.type\": expected \"model\", found \"adapter\""),
  /** One of several files. */
  SPLIT(
      (GgufWriter w) -> w.put("split.count", GgufValue.scalar(GgufType.UINT16, 2)),
      Kind.MODEL_UNSUPPORTED,
      "key \"split.count\": expected a model in one file, found 2 parts; join them with"
          + " llama-gguf-split --merge"),
  /** Aborts in llama.cpp. */
  DUPLICATE_TOKEN(
      tokens(list -> set(list, 300, "!")),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.tokens\": expected every token once, found \"!\" at 33 and at 300"),
  /** Aborts in llama.cpp, which reads up to the zero byte. */
  ZERO_BYTE_IN_TOKEN(
      tokens(list -> set(list, 300, "!\0x")),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.tokens\": expected tokens without zero bytes, found \"!\\0x\" at 300"),
  /** Aborts in llama.cpp, which gives the empty token the other one's name. */
  EMPTY_TOKEN_DOUBLE(
      tokens(list -> set(set(list, 300, ""), 301, "[EMPTY_300]")),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.tokens\": expected every token once, found \"[EMPTY_300]\" at 300 and"
          + " at 301"),
  /** Text with this byte would lose it. */
  BYTE_TOKEN_MISSING(
      tokens(list -> set(list, 'A', "<|no-A|>")),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.tokens\": expected a token for every byte of a text, found none for"
          + " byte 65 (\"A\")"),
  /** No vocabulary. */
  NO_TOKENS(
      (GgufWriter w) -> w.remove("tokenizer.ggml.tokens"),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.tokens\": expected STRING[], found no such key"),
  /** Fewer embeddings than tokens. */
  VOCABULARY_TOO_LARGE(
      (GgufWriter w) -> {
        List<String> tokens = new ArrayList<>(new TinyVocabulary(0).tokens());
        tokens.add("one more");
        w.putStrings("tokenizer.ggml.tokens", tokens);
        int[] types = new int[tokens.size()];
        Arrays.fill(types, 1);
        w.put("tokenizer.ggml.token_type", GgufValue.int32s(types));
      },
      Kind.MODEL_INVALID,
      "tensor \"token_embd.weight\": expected the shape (64, "),
  /** Says another size than it has. */
  VOCABULARY_SIZE(
      uint32("qwen2.vocab_size", 7), Kind.MODEL_INVALID, "key \"qwen2.vocab_size\": expected "),
  /** Out of range; silent in llama.cpp. */
  EOS_TOKEN_ID(
      uint32("tokenizer.ggml.eos_token_id", 1_000_000),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.eos_token_id\": expected a token id below "),
  /** Out of range; silent in llama.cpp. */
  BOS_TOKEN_ID(
      uint32("tokenizer.ggml.bos_token_id", 0xFFFF_FFFFL),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.bos_token_id\": expected a token id below "),
  /** Out of range; silent in llama.cpp. */
  FIM_TOKEN_ID(
      uint32("tokenizer.ggml.fim_pre_token_id", 1_000_000),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.fim_pre_token_id\": expected a token id below "),
  /** Silent in llama.cpp. */
  MERGE_WITHOUT_SPACE(
      merges("ing"),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.merges\": expected two tokens with a space between them, found \"ing\""
          + " at 0"),
  /** Silent in llama.cpp. */
  MERGE_EMPTY(
      merges(""),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.merges\": expected two tokens with a space between them, found \"\" at"
          + " 0"),
  /** Silent in llama.cpp. */
  MERGE_OF_NO_TOKEN(
      merges("p ositive"),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.merges\": expected merges of tokens into tokens, found \"p ositive\" at"
          + " 0, but \"ositive\" is no token"),
  /** Silent in llama.cpp. */
  MERGE_INTO_NO_TOKEN(
      merges("q z"),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.merges\": expected merges of tokens into tokens, found \"q z\" at 0,"
          + " but \"qz\" is no token"),
  /** Needed by llama.cpp. */
  NO_MERGES(
      (GgufWriter w) -> w.remove("tokenizer.ggml.merges"),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.merges\": expected STRING[], found no such key"),
  /** Not as many as tokens. */
  TOKEN_TYPE_LENGTH(
      (GgufWriter w) -> w.put("tokenizer.ggml.token_type", GgufValue.int32s(1, 1, 1)),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.token_type\": expected "),
  /** Needed to tell control tokens from words. */
  NO_TOKEN_TYPES(
      (GgufWriter w) -> w.remove("tokenizer.ggml.token_type"),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.token_type\": expected INT32[], found no such key"),
  /** A type that there is not. */
  TOKEN_TYPE(
      (GgufWriter w) ->
          w.put(
              "tokenizer.ggml.token_type", GgufValue.int32s(new int[new TinyVocabulary(0).size()])),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.token_type\": expected token types from 1 to 5, found 0 at 0"),
  /** Not as many as tokens. */
  SCORES_LENGTH(
      (GgufWriter w) -> w.put("tokenizer.ggml.scores", GgufValue.float32s(0, 1)),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.scores\": expected "),
  /** A number is no array. */
  SCORES_TYPE(
      (GgufWriter w) -> w.putFloat32("tokenizer.ggml.scores", 1),
      Kind.MODEL_INVALID,
      "key \"tokenizer.ggml.scores\": expected FLOAT32[] or INT32[], found FLOAT32"),
  /** SentencePiece; aborts in llama.cpp, because the byte tokens are not there. */
  TOKENIZER_MODEL(
      (GgufWriter w) -> w.putString("tokenizer.ggml.model", "llama"),
      Kind.MODEL_UNSUPPORTED,
      "key \"tokenizer.ggml.model\": expected a byte-level BPE vocabulary (gpt2), found \"llama\""),
  /** Unknown to llama.cpp. */
  PRE_TOKENIZER(
      (GgufWriter w) -> w.putString("tokenizer.ggml.pre", "latin"),
      Kind.MODEL_UNSUPPORTED,
      "key \"tokenizer.ggml.pre\": expected a pre-tokenizer that is supported (qwen2, "),
  /** A shape that does not fit. */
  WRONG_SHAPE(
      tensor("blk.0.ffn_up.weight", GgmlType.F32, 128, 64),
      Kind.MODEL_INVALID,
      "tensor \"blk.0.ffn_up.weight\": expected the shape (64, 128), found (128, 64)"),
  /** Not there. */
  MISSING_TENSOR(
      (GgufWriter w) -> w.removeTensor("blk.1.ffn_down.weight"),
      Kind.MODEL_INVALID,
      "tensor \"blk.1.ffn_down.weight\": expected a tensor of shape (128, 64), found no such"
          + " tensor"),
  /** Not known. */
  UNKNOWN_TENSOR(
      tensor("blk.0.attn_qkv.weight", GgmlType.F32, 64, 128),
      Kind.MODEL_UNSUPPORTED,
      "tensor \"blk.0.attn_qkv.weight\": expected only the tensors of a dense qwen2 decoder with 2"
          + " blocks, found one more"),
  /** Aborts in ggml when it is computed. */
  NORM_TYPE(
      tensor("output_norm.weight", GgmlType.F16, 64),
      Kind.MODEL_UNSUPPORTED,
      "tensor \"output_norm.weight\": expected F32, found F16"),
  /** Segmentation fault in llama.cpp when it is computed. */
  WEIGHT_TYPE(
      tensor("blk.0.attn_q.weight", GgmlType.I32, 64, 64),
      Kind.MODEL_UNSUPPORTED,
      "tensor \"blk.0.attn_q.weight\": expected a type that the CPU can multiply, such as F16, Q8_0"
          + " or Q4_K, found I32"),
  /** All scores would be NaN. */
  NAN_NORM(
      (GgufWriter w) ->
          w.tensor(
              "output_norm.weight",
              GgmlType.F32,
              new long[] {64},
              littleEndian(256).putFloat(4 * 5, Float.NaN)),
      Kind.MODEL_INVALID,
      "tensor \"output_norm.weight\": expected finite numbers, found NaN at 5"),
  /** Nothing. */
  EMPTY_FILE(
      (byte[] bytes) -> new byte[0],
      "offset 0: expected 4 bytes for the magic \"GGUF\", found 0 before the end of the file"),
  /** Not GGUF. */
  WRONG_MAGIC(
      (byte[] bytes) -> poke(bytes, 0, 0x46465247),
      "offset 0: expected the magic \"GGUF\" (47 47 55 46), found 47 52 46 46; this is not a GGUF"
          + " file"),
  /** For other machines. */
  BIG_ENDIAN(
      (byte[] bytes) -> poke(bytes, 4, 0x0300_0000),
      Kind.MODEL_UNSUPPORTED,
      "offset 4: expected GGUF version 2 or 3, little endian, found 3 in big-endian byte order"),
  /** Of 2023. */
  VERSION_1(
      (byte[] bytes) -> poke(bytes, 4, 1),
      Kind.MODEL_UNSUPPORTED,
      "offset 4: expected GGUF version 2 or 3, little endian, found 1, which llama.cpp dropped in"
          + " 2023"),
  /** Of the future. */
  VERSION_99(
      (byte[] bytes) -> poke(bytes, 4, 99),
      Kind.MODEL_UNSUPPORTED,
      "offset 4: expected GGUF version 2 or 3, little endian, found 99"),
  /** More tensors than the file has room for. */
  TENSOR_COUNT((byte[] bytes) -> poke(bytes, 8, -1), "offset 8: expected 0 to "),
  /** More keys than the file has room for. */
  KEY_COUNT(
      (byte[] bytes) -> poke(bytes, 20, 0x7FFF_FFFF),
      "offset 16: expected 0 to 10000 metadata keys"),
  /** Half a header. */
  TRUNCATED_HEADER(
      (byte[] bytes) -> Arrays.copyOf(bytes, 1000), "; the file is truncated or damaged"),
  /** Half the weights. */
  TRUNCATED_DATA(
      (byte[] bytes) -> Arrays.copyOf(bytes, bytes.length / 2),
      "; the file is truncated, fetch it again");

  // The functions have no state, which the compiler cannot see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Consumer<GgufWriter> mutation;

  @SuppressWarnings("ImmutableEnumChecker")
  private final UnaryOperator<byte[]> damage;

  private final Kind kind;
  private final String complaint;

  BrokenModel(Consumer<GgufWriter> mutation, Kind kind, String complaint) {
    this.mutation = mutation;
    this.damage = UnaryOperator.identity();
    this.kind = kind;
    this.complaint = complaint;
  }

  BrokenModel(UnaryOperator<byte[]> damage, String complaint) {
    this(damage, Kind.MODEL_INVALID, complaint);
  }

  BrokenModel(UnaryOperator<byte[]> damage, Kind kind, String complaint) {
    this.mutation = writer -> {};
    this.damage = damage;
    this.kind = kind;
    this.complaint = complaint;
  }

  /** The kind of refusal that is right. */
  public Kind kind() {
    return kind;
  }

  /** What the message must contain, besides the file. */
  public String complaint() {
    return complaint;
  }

  /** Writes the file into a folder. */
  public Path write(Path folder) {
    Path path = folder.resolve(name().toLowerCase(Locale.ROOT) + ".gguf");
    TinyModel.builder().mutate(mutation).write(path);
    try {
      Files.write(path, damage.apply(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  /** A file of random bytes. */
  public static Path noise(Path folder, long bytes) {
    Path path = folder.resolve("noise.gguf");
    SplittableRandom random = new SplittableRandom(1);
    byte[] chunk = new byte[1 << 16];
    try (var out = Files.newOutputStream(path)) {
      for (long left = bytes; left > 0; left -= chunk.length) {
        random.nextBytes(chunk);
        out.write(chunk, 0, (int) Math.min(chunk.length, left));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  private static Consumer<GgufWriter> uint32(String key, long value) {
    return writer -> writer.putUint32(key, value);
  }

  private static Consumer<GgufWriter> tokens(UnaryOperator<List<String>> change) {
    return writer ->
        writer.putStrings(
            "tokenizer.ggml.tokens", change.apply(new ArrayList<>(new TinyVocabulary(0).tokens())));
  }

  private static List<String> set(List<String> list, int index, String value) {
    list.set(index, value);
    return list;
  }

  private static Consumer<GgufWriter> merges(String... merges) {
    return writer -> writer.putStrings("tokenizer.ggml.merges", List.of(merges));
  }

  private static Consumer<GgufWriter> tensor(String name, GgmlType type, long... shape) {
    long elements = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    return writer ->
        writer.tensor(name, type, shape, ByteBuffer.allocate((int) type.bytes(elements)));
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] poke(byte[] bytes, int offset, int value) {
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, value);
    return bytes;
  }
}
