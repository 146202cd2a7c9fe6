package io.github.sentiment4j.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import io.github.sentiment4j.train.spec.LoraSpec;
import io.github.sentiment4j.train.spec.Objective;
import io.github.sentiment4j.train.spec.PreferenceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * The content of {@code run.json}: inputs, settings and versions of a run, and the scores of its
 * checkpoints.
 *
 * <pre>{@code
 * Run      --> base, start?, threads, libtorch, java, settings, texts, shortened, precision, precision_reason,
 *              validation: Score^n, best?: Score
 * settings --> hashes of the inputs, and all that decides about the curve
 * Score    --> step, macro_f1, accuracy, loss
 * }</pre>
 */
final class RunRecord {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The definition of a step's loss; a run that began with another one cannot be resumed. */
  private static final String STEP_LOSS = "sum(w * l) / n over the n losses of the step";

  /** A checkpoint with its score. */
  record Best(int step, ValidationScore score) {}

  private final ObjectNode json;

  private RunRecord(ObjectNode json) {
    this.json = json;
  }

  /** Returns the record of a new run. */
  static RunRecord of(FineTuneSpec spec, LoraSpec lora, TrainingData data, int steps)
      throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("base", spec.model().base().toString());
    spec.model().adapter().ifPresent(folder -> json.put("start", folder.toString()));
    json.put("threads", spec.run().threads());
    json.put("libtorch", Loader.getVersion("org.bytedeco", "pytorch"));
    json.put("java", Runtime.version().toString());
    json.set("settings", settings(spec, lora, data, steps));
    json.put("texts", data.training().size());
    json.put("shortened", data.shortened());
    json.putArray("validation");
    // As it will be read again: the same types of numbers.
    return new RunRecord((ObjectNode) JSON.readTree(JSON.writeValueAsBytes(json)));
  }

  private static ObjectNode settings(FineTuneSpec spec, LoraSpec lora, TrainingData data, int steps)
      throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.set("base_sha256", sha256(spec.model().base()));
    if (spec.model().adapter().isPresent()) {
      json.set("start_sha256", sha256(spec.model().adapter().get()));
    }
    json.put("data_sha256", data.sha256());
    json.put("prompt", data.prompt().template());
    json.putPOJO("labels", data.labelWords().asList());
    json.put("rank", lora.rank());
    json.put("alpha", lora.alpha());
    json.put("dropout", lora.dropout());
    json.putPOJO("targets", lora.targets());
    json.put("objective", spec.target().objective().name());
    if (spec.target().objective().isPreference()) {
      json.set("preference", preference(spec.target()));
    }
    json.put("steps", steps);
    json.put("epochs", spec.schedule().epochs());
    json.put("batch", spec.schedule().batch());
    json.put("accumulation", spec.schedule().accumulation());
    json.put("learning_rate", spec.schedule().learningRate());
    json.put("warm_up", spec.schedule().warmUp());
    json.put("weight_decay", spec.schedule().weightDecay());
    json.put("clip", spec.schedule().clip());
    json.put("label_smoothing", spec.target().labelSmoothing());
    json.set("class_weights", classWeights(spec, data));
    json.put("step_loss", STEP_LOSS);
    json.put("down_sampled", spec.data().downSampled());
    json.put("max_tokens", spec.data().maxTokens());
    json.put("precision", spec.model().precision().name());
    json.put("seed", spec.run().seed());
    return json;
  }

  private static JsonNode preference(FineTuneSpec.Target target) {
    PreferenceSpec preference = target.preference();
    ObjectNode json = JSON.createObjectNode().put("beta", preference.beta());
    return target.objective() == Objective.DPO
        ? json.put("rejected", preference.rejected().name())
        : json.put("samples", preference.samples()).put("costs", preference.costs().toString());
  }

  /** Returns the weights of positive, neutral and negative, or false. */
  private static JsonNode classWeights(FineTuneSpec spec, TrainingData data) {
    if (!spec.target().classWeights()) {
      return JSON.getNodeFactory().booleanNode(false);
    }
    ArrayNode weights = JSON.createArrayNode();
    for (float weight : data.classWeights(spec)) {
      weights.add(weight);
    }
    return weights;
  }

  /** Returns the hash of a file, or the hashes of a folder's files by name. */
  private static JsonNode sha256(Path fileOrFolder) throws IOException {
    if (!Files.isDirectory(fileOrFolder)) {
      return JSON.getNodeFactory().textNode(ModelManifest.hash(fileOrFolder));
    }
    ObjectNode hashes = JSON.createObjectNode();
    try (Stream<Path> files = Files.list(fileOrFolder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        hashes.put(file.getFileName().toString(), ModelManifest.hash(file));
      }
    }
    return hashes;
  }

  /**
   * Takes over the precision and the scores of the run that goes on.
   *
   * @param file where that is, for messages
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if that had other settings, {@link
   *     ErrorCode#INVALID_DATA} if it is damaged
   */
  void goOnFrom(JsonNode before, Path file) {
    JsonNode settings = json.get("settings");
    for (Iterator<String> names = settings.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      JsonNode was = before.path("settings").path(name);
      if (!settings.get(name).equals(was)) {
        throw new SentimentException(
            ErrorCode.INVALID_SETTING,
            "a run goes on with the settings that it began with: expected "
                + name
                + " "
                + (was.isMissingNode() ? "as in the version that began it" : was)
                + ", found "
                + settings.get(name));
      }
    }
    requireSound(before, file);
    for (String name : List.of("precision", "precision_reason", "validation", "best")) {
      if (before.has(name)) {
        json.set(name, before.get(name));
      }
    }
  }

  private static void requireSound(JsonNode before, Path file) {
    require(
        before.path("precision").asText().matches("F32|BF16"),
        file,
        "\"F32\" or \"BF16\" in \"precision\"",
        before.path("precision"));
    JsonNode scores = before.path("validation");
    require(scores.isArray(), file, "an array in \"validation\"", scores);
    for (JsonNode score : scores) {
      requireScore(score, file);
    }
    if (before.has("best")) {
      requireScore(before.get("best"), file);
    }
  }

  private static void requireScore(JsonNode score, Path file) {
    require(
        score.path("step").isInt()
            && Stream.of("macro_f1", "accuracy", "loss")
                .allMatch(name -> score.path(name).isNumber()),
        file,
        "scores with step, macro_f1, accuracy and loss",
        score);
  }

  private static void require(boolean holds, Path file, String expected, JsonNode found) {
    if (!holds) {
      throw InvalidData.of(
          file,
          "expected "
              + expected
              + ", found "
              + (found.isMissingNode() ? "nothing" : found)
              + "; the run cannot go on, start it anew in another folder");
    }
  }

  /**
   * Returns the base's precision: that of a resumed run, else the one that was asked for or that
   * the CPU decides.
   */
  PrecisionChoice precision() {
    if (!json.has("precision")) {
      PrecisionChoice choice =
          PrecisionChoice.of(Precision.valueOf(json.at("/settings/precision").asText()));
      json.put("precision", choice.precision().name());
      json.put("precision_reason", choice.reason());
    }
    return new PrecisionChoice(
        Precision.valueOf(json.get("precision").asText()),
        json.path("precision_reason").asText("as the run began"));
  }

  /** Adds a checkpoint's score; returns whether it is the best so far. */
  boolean add(int step, ValidationScore score) {
    boolean better = best().map(best -> score.betterThan(best.score())).orElse(true);
    json.withArray("validation").add(json(step, score));
    if (better) {
      json.set("best", json(step, score));
    }
    return better;
  }

  private static ObjectNode json(int step, ValidationScore score) {
    return JSON.createObjectNode()
        .put("step", step)
        .put("macro_f1", score.macroF1())
        .put("accuracy", score.accuracy())
        .put("loss", score.loss());
  }

  boolean isScored(int step) {
    return json.findParents("macro_f1").stream()
        .anyMatch(score -> score.path("step").asInt() == step);
  }

  /** Returns the best checkpoint so far. */
  Optional<Best> best() {
    return json.has("best")
        ? Optional.of(
            new Best(
                json.at("/best/step").asInt(),
                new ValidationScore(
                    json.at("/best/macro_f1").asDouble(),
                    json.at("/best/accuracy").asDouble(),
                    json.at("/best/loss").asDouble())))
        : Optional.empty();
  }

  /** Returns the text of the file. */
  String text() throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }
}
