package io.github.sentiment4j.train.data;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.sentiment4j.evaluation.data.LabelledText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file with one object {@code {"text": …, "label": …}} per line. */
final class SplitFile {
  private static final JsonMapper MAPPER = new JsonMapper();

  private SplitFile() {}

  static void write(Path file, List<LabelledText> texts) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(file);
        JsonGenerator json = MAPPER.createGenerator(writer).setRootValueSeparator(null)) {
      for (LabelledText text : texts) {
        json.writeStartObject();
        json.writeStringField("text", text.text());
        json.writeStringField("label", text.label().label());
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
  }
}
