package io.github.sentiment4j.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The sliding windows of Qwen2 and Qwen3, which llama.cpp v0.5.0 does not have: a token of such a
 * layer sees itself and the {@code sliding_window - 1} tokens before it. They have no effect if the
 * window is as long as the longest possible text. The class of Llama has no windows, and reads two
 * of the keys only for its cache.
 */
final class SlidingWindow {
  static final Set<String> KEYS =
      Set.of("layer_types", "max_window_layers", "sliding_window", "use_sliding_window");

  private static final int DEFAULT_WINDOW = 4096;
  private static final int DEFAULT_FULL_LAYERS = 28;
  private static final String FULL = "full_attention";
  private static final String SLIDING = "sliding_attention";

  private final JsonFile json;

  private SlidingWindow(JsonFile json) {
    this.json = json;
  }

  /**
   * Checks that every token of a text sees all tokens before it.
   *
   * @throws io.github.sentiment4j.gguf.ModelFileException if a layer has a window that a text can
   *     be longer than, or layers are of other kinds
   */
  static void requireNoEffect(JsonFile json, DecoderConfig config) {
    new SlidingWindow(json).check(config);
  }

  private void check(DecoderConfig config) {
    boolean llama = config.architecture() == Architecture.LLAMA;
    Optional<Integer> window = llama ? json.integer("sliding_window") : window();
    boolean sliding =
        json.node("layer_types")
            .map(types -> types(types, config.layers()).contains(SLIDING))
            .orElseGet(
                () ->
                    !llama
                        && window.isPresent()
                        && json.integer("max_window_layers").orElse(DEFAULT_FULL_LAYERS)
                            < config.layers());
    if (sliding && window.isEmpty()) {
      throw json.corrupt("layer_types", "only full_attention, because no window is named", SLIDING);
    }
    if (sliding && !llama && window.get() < config.contextLength()) {
      throw json.unsupported(
          "sliding_window",
          "no window that a text can be longer than: llama.cpp has none for "
              + config.architecture().gguf()
              + ", use_sliding_window is true and max_position_embeddings is "
              + config.contextLength(),
          window.get()
              + "; where texts are no longer than that, set max_position_embeddings to "
              + window.get()
              + ", else take a checkpoint without a window");
    }
  }

  private Optional<Integer> window() {
    if (!json.bool("use_sliding_window").orElse(false)) {
      return Optional.empty();
    }
    return json.has("sliding_window")
        ? json.integer("sliding_window")
        : Optional.of(DEFAULT_WINDOW);
  }

  /** The kinds of layers. */
  private Set<String> types(JsonNode node, int layers) {
    if (!node.isArray() || node.size() != layers) {
      throw json.corrupt(
          "layer_types", "a list for the " + layers + " layers", JsonFile.describe(node));
    }
    List<String> types = new ArrayList<>();
    for (JsonNode type : node) {
      // transformers renames the old name.
      types.add(type.asText().equals("attention") ? FULL : type.asText());
    }
    Set<String> kinds = new TreeSet<>(types);
    for (String kind : kinds) {
      if (!kind.equals(FULL) && !kind.equals(SLIDING)) {
        throw json.unsupported("layer_types", FULL + " or " + SLIDING, kind);
      }
    }
    return kinds;
  }
}
