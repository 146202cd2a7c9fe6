package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.SentimentModel;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.internal.StoredWeight;
import io.github.sentiment4j.model.tensor.internal.TensorCodec;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import io.github.sentiment4j.support.FileState;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checkpoint in a GGUF file, dequantised while it is read. */
public final class GgufCheckpoint implements Checkpoint {
  private static final String ROPE_BASE = ".rope.freq_base";

  /** The value that llama.cpp uses if a file has none. */
  private static final float DEFAULT_ROPE_BASE = 10_000;

  private final SentimentModel model;
  private final GgufFile file;
  private final FileState state;
  private final DecoderConfig config;
  private final Vocabulary vocabulary;
  private final Map<String, GgufValue> metadata;
  private final Map<String, Weight> weights;

  private GgufCheckpoint(SentimentModel model, FileState state) {
    this.model = model;
    this.file = model.file();
    this.state = state;
    this.config = config(file, model.decoder());
    this.vocabulary = Vocabulary.of(file);
    Map<String, GgufValue> keys = new LinkedHashMap<>(file.metadata());
    keys.keySet().removeIf(key -> key.startsWith("tokenizer."));
    this.metadata = Collections.unmodifiableMap(keys);
    this.weights = new LinkedHashMap<>();
    for (GgufTensor tensor : file.tensors()) {
      Weight weight = weight(tensor);
      weights.put(weight.name(), weight);
    }
  }

  /**
   * Opens a file, see {@link SentimentModel#open(Path)}.
   *
   * @throws ModelFileException as there; {@link Kind#MODEL_UNSUPPORTED} also if a tensor has a type
   *     that is not read here
   */
  public static GgufCheckpoint read(Path file) {
    FileState state = FileState.now(file);
    return new GgufCheckpoint(SentimentModel.open(file), state);
  }

  private static DecoderConfig config(GgufFile file, DecoderModel model) {
    Architecture architecture =
        Arrays.stream(Architecture.values())
            .filter(a -> a.gguf().equals(model.architecture()))
            .findFirst()
            .orElseThrow();
    return new DecoderConfig(
        architecture,
        model.blocks(),
        model.embeddingLength(),
        model.heads(),
        model.kvHeads(),
        model.headSize(),
        model.feedForwardLength(),
        model.vocabularySize(),
        model.contextLength(),
        file.float32(architecture.gguf() + ".attention.layer_norm_rms_epsilon"),
        file.optionalFloat32(architecture.gguf() + ROPE_BASE).orElse(DEFAULT_ROPE_BASE),
        model.tiedOutput());
  }

  private Weight weight(GgufTensor tensor) {
    String name =
        TensorNames.toHuggingFace(tensor.name())
            .orElseThrow(
                () ->
                    unsupported(
                        tensor, "a weight that Hugging Face checkpoints have too", "no such one"));
    TensorCodec codec =
        TensorCodec.of(tensor.type())
            .orElseThrow(
                () ->
                    unsupported(
                        tensor,
                        "a type that can be dequantised (F32, F16, BF16, Q4_0, Q4_1, Q5_0, Q5_1,"
                            + " Q8_0, Q4_K, Q5_K, Q6_K)",
                        tensor.type().toString()));
    long[] shape = tensor.shape();
    Weight weight =
        StoredWeight.of(
            file.path(), state, name, codec, file.dataOffset() + tensor.offset(), reversed(shape));
    if (config.architecture() == Architecture.LLAMA && name.contains(".q_proj.")) {
      return RotaryRows.split(weight, config.heads());
    }
    if (config.architecture() == Architecture.LLAMA && name.contains(".k_proj.")) {
      return RotaryRows.split(weight, config.kvHeads());
    }
    return weight;
  }

  /**
   * Reverses a shape: GGUF names the contiguous dimension first, PyTorch last. Lengths of 1 at the
   * end are dropped.
   */
  private static long[] reversed(long[] shape) {
    int dimensions = shape.length;
    while (dimensions > 1 && shape[dimensions - 1] == 1) {
      dimensions--;
    }
    long[] reversed = new long[dimensions];
    for (int i = 0; i < dimensions; i++) {
      reversed[i] = shape[dimensions - 1 - i];
    }
    return reversed;
  }

  private ModelFileException unsupported(GgufTensor tensor, String expected, String found) {
    return ModelFileException.unsupported(
        file.path(), "tensor \"" + tensor.name() + '"', expected, found);
  }

  /** Returns the model file that holds this checkpoint. */
  public SentimentModel model() {
    return model;
  }

  @Override
  public Path source() {
    return file.path();
  }

  @Override
  public DecoderConfig config() {
    return config;
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public Map<String, GgufValue> metadata() {
    return metadata;
  }

  @Override
  public List<String> names() {
    return List.copyOf(weights.keySet());
  }

  @Override
  public Optional<Weight> weight(String name) {
    return Optional.ofNullable(weights.get(name));
  }
}
