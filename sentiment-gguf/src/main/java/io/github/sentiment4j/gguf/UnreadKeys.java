package io.github.sentiment4j.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keys that say how other decoders compute and that llama.cpp v0.5.0 does not read for these
 * architectures: where one of them means more than nothing, the file is of a model that llama.cpp
 * would compute otherwise than its maker.
 */
final class UnreadKeys {
  /** The values that mean nothing. */
  private static final Map<String, List<Double>> NEUTRAL =
      Map.ofEntries(
          Map.entry("logit_scale", List.of(0.0, 1.0)),
          Map.entry("residual_scale", List.of(0.0, 1.0)),
          Map.entry("embedding_scale", List.of(0.0, 1.0)),
          Map.entry("attn_logit_softcapping", List.of(0.0)),
          Map.entry("final_logit_softcapping", List.of(0.0)),
          Map.entry("attention.clamp_kqv", List.of(0.0)),
          Map.entry("attention.max_alibi_bias", List.of(0.0)),
          Map.entry("attention.output_scale", List.of(0.0, 1.0)),
          Map.entry("attention.value_scale", List.of(0.0, 1.0)),
          Map.entry("attention.temperature_scale", List.of(0.0)),
          Map.entry("rope.scaling.yarn_log_multiplier", List.of(0.0)),
          Map.entry("rope.scaling.yarn_ext_factor", List.of(-1.0, 1.0)),
          Map.entry("rope.scaling.yarn_beta_fast", List.of(32.0)),
          Map.entry("rope.scaling.yarn_beta_slow", List.of(1.0)));

  private static final String WINDOW = "attention.sliding_window";
  private static final String SCALE = "attention.scale";
  private static final String YARN_FACTOR = "rope.scaling.yarn_attn_factor";
  private static final double ROUNDING = 1e-3;

  private final HyperParameters hyper;

  private UnreadKeys(HyperParameters hyper) {
    this.hyper = hyper;
  }

  /**
   * Checks them.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_UNSUPPORTED} for the first one
   *     that means something
   */
  static void check(HyperParameters hyper) {
    UnreadKeys keys = new UnreadKeys(hyper);
    new TreeMap<>(NEUTRAL).forEach(keys::require);
    keys.require(SCALE, List.of(0.0, 1 / Math.sqrt(hyper.headSize())));
    keys.requireYarnFactor();
    keys.requireWindow();
  }

  private void require(String name, List<Double> neutral) {
    number(name)
        .filter(found -> neutral.stream().noneMatch(value -> isClose(value, found)))
        .ifPresent(
            found -> {
              throw unsupported(name, neutral.get(neutral.size() - 1).toString(), found);
            });
  }

  /** transformers reads this key; llama.cpp reads {@code attn_factor} and adds its own factor. */
  private void requireYarnFactor() {
    double factor = number("rope.scaling.factor").orElse(1.0);
    double own = factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
    require(YARN_FACTOR, List.of(1.0, own * number("rope.scaling.attn_factor").orElse(1.0)));
  }

  private void requireWindow() {
    number(WINDOW)
        .filter(window -> !(window == 0 || window >= hyper.contextLength()))
        .ifPresent(
            window -> {
              throw unsupported(
                  WINDOW, "none or at least the context length " + hyper.contextLength(), window);
            });
  }

  /** A number; an array counts as what no number is. */
  private Optional<Double> number(String name) {
    GgufValue value = hyper.file().metadata().get(key(name));
    if (value == null) {
      return Optional.empty();
    }
    if (value.isInteger()) {
      return Optional.of((double) value.asInteger());
    }
    return Optional.of(value.type() == GgufType.FLOAT32 ? value.asFloat32() : Double.NaN);
  }

  private static boolean isClose(double value, double found) {
    return Math.abs(value - found) < ROUNDING;
  }

  private ModelFileException unsupported(String name, String expected, double found) {
    return ModelFileException.unsupported(
        hyper.file().path(),
        "key \"" + key(name) + '"',
        expected + ", because llama.cpp does not read it for " + hyper.architecture(),
        Double.toString(found));
  }

  private String key(String name) {
    return hyper.architecture() + "." + name;
  }
}
