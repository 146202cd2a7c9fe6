package io.github.sentiment4j.model.checkpoint;

import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A decoder language model: weights under the names and in the layout of Hugging Face checkpoints
 * ({@code model.layers.0.self_attn.q_proj.weight}, rows of q and k not permuted). Immutable and
 * thread-safe; keeps no file open.
 *
 * <p>Merging and pruning make a checkpoint of a checkpoint: their weights are read from the
 * original file, row by row, on demand.
 */
public interface Checkpoint {
  /** Returns the folder or file that it was read from, for messages. */
  Path source();

  /** The sizes. */
  DecoderConfig config();

  /** The tokens. */
  Vocabulary vocabulary();

  /**
   * The metadata of the GGUF file to be, in order, without the {@code tokenizer.*} keys; {@code
   * general.file_type} only holds its place. For a Hugging Face folder these are the keys that
   * convert_hf_to_gguf.py of llama.cpp v0.5.0 writes, but of {@code general.*} only what describes
   * the file. For a GGUF file they are its own.
   */
  Map<String, GgufValue> metadata();

  /** The names of all weights, in the order of the file. */
  List<String> names();

  /** Returns the warnings about its files, one sentence each; none by default. */
  default List<String> warnings() {
    return List.of();
  }

  /** The weight with a name. */
  Optional<Weight> weight(String name);
}
