package io.github.sentiment4j.gguf;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The description of a sentiment model in its file, under the {@code sentiment.*} keys. Immutable.
 *
 * <table>
 * <caption>The keys</caption>
 * <tr><th>key<th>type<th>meaning
 * <tr><td>{@code sentiment.version}<td>UINT32<td>1
 * <tr><td>{@code sentiment.prompt}<td>STRING<td>template with exactly one {@code {text}}
 * <tr><td>{@code sentiment.labels}<td>STRING[3]<td>words for positive, neutral, negative
 * <tr><td>{@code sentiment.temperature}<td>FLOAT32<td>divides the label log-probabilities
 * <tr><td>{@code sentiment.bias}<td>FLOAT32[3], optional<td>added after the division
 * <tr><td>{@code sentiment.abstain_below}<td>FLOAT32, optional<td>suggested threshold
 * <tr><td>{@code sentiment.training}<td>STRING (JSON), optional<td>data, base, seed, metrics
 * <tr><td>{@code sentiment.license}<td>STRING, optional<td>licence and attribution
 * <tr><td>{@code sentiment.max_tokens}<td>UINT32, optional<td>most tokens of a prompt in training
 * </table>
 *
 * @param prompt the prompt that the model was trained with: exactly one {@code {text}} and
 *     something behind it
 * @param labels three different words that are not blank: positive, neutral, negative
 * @param temperature divides the label log-probabilities; finite and positive, 1 when not
 *     calibrated
 * @param bias added to the label log-probabilities after the division: empty, or three finite
 *     numbers in the order of the labels
 * @param abstainBelow the suggested threshold in [0, 1], under which a result should not be used
 * @param training data, hashes, base, seed and metrics as JSON
 * @param license licence and attribution
 * @param maxTokens the most tokens of a prompt (prefix, text and suffix) in training, from 1 to
 *     131072; the default limit of a classifier
 */
public record SentimentMetadata(
    String prompt,
    List<String> labels,
    float temperature,
    List<Float> bias,
    Optional<Float> abstainBelow,
    Optional<String> training,
    Optional<String> license,
    Optional<Integer> maxTokens) {
  /** Makes a profile of the values that a model file has, such as core's {@code ModelProfile}. */
  @FunctionalInterface
  public interface ProfileFactory<T> {
    /** Returns the profile; the parameters are those of this record. */
    T of(
        String prompt,
        List<String> labels,
        double temperature,
        List<Float> bias,
        Optional<Float> abstainBelow,
        Optional<Integer> maxTokens);
  }

  private static final int VERSION = 1;
  private static final int MOST_TOKENS = 131_072;
  private static final String PLACEHOLDER = "{text}";

  private static final String VERSION_KEY = "sentiment.version";
  private static final String PROMPT_KEY = "sentiment.prompt";
  private static final String LABELS_KEY = "sentiment.labels";
  private static final String TEMPERATURE_KEY = "sentiment.temperature";
  private static final String BIAS_KEY = "sentiment.bias";
  private static final String ABSTAIN_KEY = "sentiment.abstain_below";
  private static final String TRAINING_KEY = "sentiment.training";
  private static final String LICENSE_KEY = "sentiment.license";
  private static final String MAX_TOKENS_KEY = "sentiment.max_tokens";

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not what its description asks for; the message names
   *     the key
   */
  public SentimentMetadata {
    labels = List.copyOf(labels);
    bias = List.copyOf(bias);
    Problem problem =
        problem(prompt, labels, temperature, bias, abstainBelow, maxTokens.map(Integer::longValue));
    if (problem != null) {
      throw new IllegalArgumentException(
          problem.key() + ": expected " + problem.expected() + ", found " + problem.found());
    }
  }

  /** Describes a model that does not name the number of tokens in its training. */
  public SentimentMetadata(
      String prompt,
      List<String> labels,
      float temperature,
      List<Float> bias,
      Optional<Float> abstainBelow,
      Optional<String> training,
      Optional<String> license) {
    this(prompt, labels, temperature, bias, abstainBelow, training, license, Optional.empty());
  }

  /**
   * Reads the {@code sentiment.*} keys of a file; empty if it has none.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_INVALID} if a key is missing,
   *     has the wrong type or length, or a value out of its range, {@link
   *     ModelFileException.Kind#MODEL_UNSUPPORTED} if {@code sentiment.version} is not 1; the
   *     message names the key
   */
  public static Optional<SentimentMetadata> read(GgufFile file) {
    Set<String> keys = file.metadata().keySet();
    if (keys.stream().noneMatch(key -> key.startsWith("sentiment."))) {
      return Optional.empty();
    }
    long version = file.uint32(VERSION_KEY);
    if (version != VERSION) {
      throw ModelFileException.unsupported(
          file.path(), "key \"" + VERSION_KEY + '"', Integer.toString(VERSION), version + "");
    }
    String prompt = file.string(PROMPT_KEY);
    List<String> labels = file.strings(LABELS_KEY);
    float temperature = file.float32(TEMPERATURE_KEY);
    List<Float> bias =
        file.optionalFloat32s(BIAS_KEY).map(SentimentMetadata::box).orElse(List.of());
    if (bias.isEmpty() && keys.contains(BIAS_KEY)) {
      throw file.corrupt(BIAS_KEY, "3 finite numbers", "none");
    }
    Optional<Float> abstainBelow = file.optionalFloat32(ABSTAIN_KEY);
    Optional<Long> maxTokens = file.optionalUint32(MAX_TOKENS_KEY);
    Problem problem = problem(prompt, labels, temperature, bias, abstainBelow, maxTokens);
    if (problem != null) {
      throw file.corrupt(problem.key(), problem.expected(), problem.found());
    }
    return Optional.of(
        new SentimentMetadata(
            prompt,
            labels,
            temperature,
            bias,
            abstainBelow,
            file.optionalString(TRAINING_KEY),
            file.optionalString(LICENSE_KEY),
            maxTokens.map(Math::toIntExact)));
  }

  /** Returns the profile that these values make. */
  public <T> T profile(ProfileFactory<T> factory) {
    return factory.of(prompt, labels, temperature, bias, abstainBelow, maxTokens);
  }

  /** Puts all keys into a file; optional ones that are empty are removed from it. */
  public void writeTo(GgufWriter writer) {
    writer
        .putUint32(VERSION_KEY, VERSION)
        .putString(PROMPT_KEY, prompt)
        .putStrings(LABELS_KEY, labels)
        .putFloat32(TEMPERATURE_KEY, temperature);
    putOptional(
        writer, BIAS_KEY, Optional.of(bias).filter(b -> !b.isEmpty()).map(GgufValue::float32s));
    putOptional(writer, ABSTAIN_KEY, abstainBelow.map(GgufValue::float32));
    putOptional(writer, TRAINING_KEY, training.map(GgufValue::string));
    putOptional(writer, LICENSE_KEY, license.map(GgufValue::string));
    putOptional(writer, MAX_TOKENS_KEY, maxTokens.map(GgufValue::uint32));
  }

  private static void putOptional(GgufWriter writer, String key, Optional<GgufValue> value) {
    value.ifPresentOrElse(present -> writer.put(key, present), () -> writer.remove(key));
  }

  private record Problem(String key, String expected, String found) {}

  /** The first thing that is wrong, or null. */
  private static @Nullable Problem problem(
      String prompt,
      List<String> labels,
      float temperature,
      List<Float> bias,
      Optional<Float> abstainBelow,
      Optional<Long> maxTokens) {
    int at = prompt.indexOf(PLACEHOLDER);
    if (at < 0 || prompt.indexOf(PLACEHOLDER, at + 1) >= 0) {
      return new Problem(
          PROMPT_KEY,
          "exactly one " + PLACEHOLDER,
          (at < 0 ? "none in " : "several in ") + GgufValue.quote(prompt));
    }
    if (at + PLACEHOLDER.length() == prompt.length()) {
      return new Problem(
          PROMPT_KEY,
          "something behind " + PLACEHOLDER + " that ends the text",
          GgufValue.quote(prompt));
    }
    if (labels.size() != 3
        || labels.stream().anyMatch(String::isBlank)
        || Set.copyOf(labels).size() != 3) {
      return new Problem(LABELS_KEY, "3 different words that are not blank", describe(labels));
    }
    if (!(temperature > 0 && temperature < Float.POSITIVE_INFINITY)) {
      return new Problem(TEMPERATURE_KEY, "a finite number greater than 0", temperature + "");
    }
    if (!bias.isEmpty() && (bias.size() != 3 || !bias.stream().allMatch(Float::isFinite))) {
      return new Problem(BIAS_KEY, "3 finite numbers", describe(bias));
    }
    if (abstainBelow.isPresent() && !(abstainBelow.get() >= 0 && abstainBelow.get() <= 1)) {
      return new Problem(ABSTAIN_KEY, "a number from 0 to 1", abstainBelow.get() + "");
    }
    if (maxTokens.isPresent() && !(maxTokens.get() >= 1 && maxTokens.get() <= MOST_TOKENS)) {
      return new Problem(MAX_TOKENS_KEY, "a number from 1 to " + MOST_TOKENS, maxTokens.get() + "");
    }
    return null;
  }

  private static String describe(List<?> values) {
    return values.size() <= 4
        ? values.toString()
        : String.format(Locale.ROOT, "%d of them", values.size());
  }

  private static List<Float> box(float[] values) {
    Float[] boxed = new Float[values.length];
    for (int i = 0; i < values.length; i++) {
      boxed[i] = values[i];
    }
    return List.of(boxed);
  }
}
