package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.safetensors.SafetensorsFolder;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.TokenizerFolder;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checkpoint in a Hugging Face folder: {@code config.json}, {@code model.safetensors} or its
 * shards, {@code tokenizer.json}.
 */
public final class HuggingFaceCheckpoint implements Checkpoint {
  private final Path folder;
  private final Vocabulary vocabulary;
  private final SafetensorsFolder tensors;
  private final List<String> names;
  private final DecoderConfig sizes;
  private final Map<String, GgufValue> metadata;
  private final List<String> warnings;

  private HuggingFaceCheckpoint(Path folder) {
    this.folder = folder;
    requireNoAdapter(folder);
    ConfigJson config = ConfigJson.read(folder.resolve("config.json"));
    this.tensors = SafetensorsFolder.read(folder, config.weightsFile());
    this.names =
        tensors.names().stream().filter(name -> !name.endsWith(".rotary_emb.inv_freq")).toList();
    this.sizes = config.sizes().withTiedOutput(!names.contains(TensorNames.OUTPUT));
    if (sizes.tiedOutput() && !config.sizes().tiedOutput()) {
      throw ModelFileException.invalid(
          folder,
          "tensor \"" + TensorNames.OUTPUT + '"',
          "an output head, " + config.whyUntied(),
          "no such tensor");
    }
    new WeightCheck(folder, sizes, config.attentionBias(), config.feedForwardBias())
        .check(names, name -> weight(name).orElseThrow());
    TokenizerFolder tokenizer = TokenizerFolder.open(folder);
    this.vocabulary = tokenizer.vocabulary();
    if (vocabulary.size() != sizes.vocabularySize()) {
      throw ModelFileException.mismatch(
          folder,
          "tokenizer.json",
          "the vocab_size of config.json, " + sizes.vocabularySize(),
          vocabulary.size() + " tokens");
    }
    this.metadata =
        Collections.unmodifiableMap(
            config.metadata(GeneralKeys.of(folder, config.json(), parameters())));
    this.warnings =
        Stream.of(
                config.warnings().stream(),
                tensors.notRead().stream(),
                tokenizer.warning().stream())
            .flatMap(stream -> stream)
            .toList();
  }

  /**
   * Reads and checks the headers of all files in a folder.
   *
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if a file is missing, {@link
   *     Kind#MODEL_INVALID} if one is damaged, a weight is missing or has another shape than {@code
   *     config.json} says, {@link Kind#MODEL_UNSUPPORTED} if it is another architecture, is
   *     quantised, or has a weight more, {@link Kind#INVALID_SETTING} if the tokenizer has another
   *     number of tokens
   */
  public static HuggingFaceCheckpoint read(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw ModelFileException.notFound(
          folder,
          "",
          "a folder with config.json, model.safetensors and tokenizer.json",
          Files.exists(folder) ? "a file" : "no such folder");
    }
    return new HuggingFaceCheckpoint(folder);
  }

  /** Refuses an adapter's folder, for which transformers loads the base that the adapter names. */
  private static void requireNoAdapter(Path folder) {
    Path adapter = folder.resolve("adapter_config.json");
    if (Files.exists(adapter)) {
      throw ModelFileException.unsupported(
          adapter,
          "",
          "a base without an adapter in its folder",
          "one; move the adapter's files to a folder of their own and give that as the adapter");
    }
  }

  private long parameters() {
    return names.stream()
        .map(name -> weight(name).orElseThrow())
        .mapToLong(weight -> (long) weight.rows() * weight.columns())
        .sum();
  }

  @Override
  public Path source() {
    return folder;
  }

  @Override
  public DecoderConfig config() {
    return sizes;
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
    return names;
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  /** Returns the size of the weight files that are read, in bytes. */
  public long bytes() {
    return tensors.bytes();
  }

  @Override
  public Optional<Weight> weight(String name) {
    return names.contains(name) ? tensors.weight(name) : Optional.empty();
  }
}
