package io.github.sentiment4j.cli.model;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.internal.output.DisplayText;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import io.github.sentiment4j.evaluation.internal.output.PropertyTable;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.SentimentMetadata;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The header of a GGUF file, as {@code inspect} reports it.
 *
 * @param file the header
 * @param model the sizes of the model; empty if there is a problem
 * @param metadata the {@code sentiment.*} keys; empty if there are none or there is a problem
 * @param problem the reason why the file cannot classify
 */
public record HeaderReport(
    GgufFile file,
    Optional<DecoderModel> model,
    Optional<SentimentMetadata> metadata,
    Optional<String> problem) {

  private static final int MOST_TRAINING_CHARACTERS = 200;

  /**
   * Reads a file.
   *
   * @throws SentimentException if the file does not exist or is not a sound GGUF file
   */
  public static HeaderReport of(Path path) {
    try {
      GgufFile file = GgufFile.read(path);
      try {
        DecoderModel model = DecoderModel.check(file);
        return new HeaderReport(
            file, Optional.of(model), SentimentMetadata.read(file), Optional.empty());
      } catch (ModelFileException e) {
        return new HeaderReport(
            file, Optional.empty(), Optional.empty(), Optional.of(e.getMessage()));
      }
    } catch (ModelFileException e) {
      throw SentimentException.of(e.kind(), e);
    }
  }

  /** Returns the reason why the file cannot classify. */
  public Optional<String> problem(ManifestCheck check) {
    return check.problem().or(() -> problem);
  }

  /** Writes a table for people, which {@link #writeVerdict} ends. */
  void writeTable(PropertyTable table) throws IOException {
    table.row("file", file.path().toString());
    Optional<String> name = file.optionalString("general.name");
    if (name.isPresent()) {
      table.row("name", name.get());
    }
    table.row("size", PropertyTable.bytes(file.fileSize()));
    table.row("tensors", describe(tensorTypes()));
    if (model.isPresent()) {
      writeModel(table, model.get());
      writeProfile(table);
    }
  }

  /** Writes the last lines of the table. */
  void writeVerdict(PropertyTable table, ManifestCheck check) throws IOException {
    table.row("sha256", check.sha256());
    table.row("manifest", check.manifest());
    table.row("classifies", problem(check).map(text -> "no: " + text).orElse("yes"));
  }

  private static void writeModel(PropertyTable table, DecoderModel model) throws IOException {
    table.row(
        "architecture",
        "%s: %d blocks, width %d, %d heads of %d (%d key-value heads), feed-forward %d, %s",
        model.architecture(),
        model.blocks(),
        model.embeddingLength(),
        model.heads(),
        model.headSize(),
        model.kvHeads(),
        model.feedForwardLength(),
        model.tiedOutput() ? "output tied to the embedding" : "separate output");
    table.row(
        "parameters",
        "%,d in %s, %,d bytes",
        model.parameters(),
        model.typeName(),
        model.weightBytes());
    table.row("vocabulary", "%,d tokens", model.vocabularySize());
    table.row("context", "%,d tokens", model.contextLength());
  }

  private void writeProfile(PropertyTable table) throws IOException {
    String origin = metadata.isPresent() ? "" : "  (default, the file has no sentiment.* keys)";
    table.row("prompt", escape(prompt()) + origin);
    table.row("labels", String.join(", ", labels()) + origin);
    table.row("temperature", String.valueOf(temperature()));
    table.row("bias", bias().isEmpty() ? "none" : bias().toString());
    table.row(
        "abstain below",
        metadata.flatMap(SentimentMetadata::abstainBelow).map(String::valueOf).orElse("not set"));
    table.row(
        "max tokens",
        metadata.flatMap(SentimentMetadata::maxTokens).map(String::valueOf).orElse("not set"));
    table.row("licence", license().map(HeaderReport::escape).orElse("not named"));
    table.row(
        "training",
        metadata
            .flatMap(SentimentMetadata::training)
            .map(HeaderReport::escape)
            .map(HeaderReport::shorten)
            .orElse("not described"));
  }

  /** Writes one JSON object on one line. */
  void writeJson(Writer writer, ManifestCheck check) throws IOException {
    JsonOutput.writeObject(writer, json -> writeFields(check, json));
  }

  private void writeFields(ManifestCheck check, JsonGenerator json) throws IOException {
    json.writeStringField("file", file.path().toString());
    writeOptional(json, "name", file.optionalString("general.name"));
    json.writeNumberField("bytes", file.fileSize());
    json.writeStringField("sha256", check.sha256());
    json.writeStringField("manifest", check.manifest());
    json.writeObjectFieldStart("tensor_types");
    for (Map.Entry<GgmlType, Integer> type : tensorTypes().entrySet()) {
      json.writeNumberField(type.getKey().toString(), type.getValue());
    }
    json.writeEndObject();
    if (model.isPresent()) {
      writeModel(json, model.get());
      writeProfile(json);
    }
    json.writeBooleanField("classifies", problem(check).isEmpty());
    writeOptional(json, "problem", problem(check));
  }

  private static void writeModel(JsonGenerator json, DecoderModel model) throws IOException {
    json.writeStringField("architecture", model.architecture());
    json.writeNumberField("blocks", model.blocks());
    json.writeNumberField("embedding_length", model.embeddingLength());
    json.writeNumberField("heads", model.heads());
    json.writeNumberField("kv_heads", model.kvHeads());
    json.writeNumberField("head_size", model.headSize());
    json.writeNumberField("feed_forward_length", model.feedForwardLength());
    json.writeBooleanField("tied_output", model.tiedOutput());
    json.writeNumberField("parameters", model.parameters());
    json.writeStringField("type", model.typeName());
    json.writeNumberField("weight_bytes", model.weightBytes());
    json.writeNumberField("vocabulary", model.vocabularySize());
    json.writeNumberField("context_length", model.contextLength());
  }

  private void writeProfile(JsonGenerator json) throws IOException {
    json.writeStringField("profile", metadata.isPresent() ? "file" : "default");
    json.writeStringField("prompt", prompt());
    json.writeArrayFieldStart("labels");
    for (String label : labels()) {
      json.writeString(label);
    }
    json.writeEndArray();
    json.writeNumberField("temperature", temperature());
    json.writeArrayFieldStart("bias");
    for (float value : bias()) {
      json.writeNumber(value);
    }
    json.writeEndArray();
    Optional<Float> abstainBelow = metadata.flatMap(SentimentMetadata::abstainBelow);
    if (abstainBelow.isPresent()) {
      json.writeNumberField("abstain_below", abstainBelow.get());
    }
    Optional<Integer> maxTokens = metadata.flatMap(SentimentMetadata::maxTokens);
    if (maxTokens.isPresent()) {
      json.writeNumberField("max_tokens", maxTokens.get());
    }
    writeOptional(json, "license", license());
    writeOptional(json, "training", metadata.flatMap(SentimentMetadata::training));
  }

  private String prompt() {
    return metadata
        .map(SentimentMetadata::prompt)
        .orElseGet(() -> ModelProfile.DEFAULT.prompt().template());
  }

  private List<String> labels() {
    return metadata
        .map(SentimentMetadata::labels)
        .orElseGet(() -> ModelProfile.DEFAULT.labelWords().asList());
  }

  private float temperature() {
    return metadata.map(SentimentMetadata::temperature).orElse(1f);
  }

  private List<Float> bias() {
    return metadata.map(SentimentMetadata::bias).orElse(List.of());
  }

  private Optional<String> license() {
    return metadata
        .flatMap(SentimentMetadata::license)
        .or(() -> file.optionalString("general.license"));
  }

  private Map<GgmlType, Integer> tensorTypes() {
    Map<GgmlType, Integer> counts = new EnumMap<>(GgmlType.class);
    for (GgufTensor tensor : file.tensors()) {
      counts.merge(tensor.type(), 1, Integer::sum);
    }
    return counts;
  }

  private static String describe(Map<GgmlType, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum()
        + counts.entrySet().stream()
            .map(type -> type.getValue() + " " + type.getKey())
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static void writeOptional(JsonGenerator json, String name, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      json.writeStringField(name, DisplayText.wellFormed(value.get()));
    }
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  private static String shorten(String text) {
    return DisplayText.shorten(text, MOST_TRAINING_CHARACTERS);
  }
}
