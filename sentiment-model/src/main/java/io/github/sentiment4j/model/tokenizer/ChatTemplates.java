package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.internal.json.JsonFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The chat templates of a folder: in {@code tokenizer_config.json}, or else in {@code
 * chat_template.jinja} with {@code additional_chat_templates}, or else in {@code
 * chat_template.json}.
 */
final class ChatTemplates {
  private static final String KEY = "tokenizer.chat_template";

  private static final String JINJA = ".jinja";
  private static final String FIELD = "chat_template";
  private static final String DEFAULT = "default";
  private static final int MAX_BYTES = 1 << 20;

  private ChatTemplates() {}

  /** Returns the keys of GGUF for the templates; none without a template. */
  static Map<String, GgufValue> read(Path folder, JsonFile tokenizerConfig) {
    Map<String, String> templates =
        tokenizerConfig.has(FIELD) ? of(tokenizerConfig) : ofFiles(folder);
    Map<String, GgufValue> keys = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    templates.forEach(
        (name, template) -> {
          if (!name.equals(DEFAULT)) {
            names.add(name);
            keys.put(KEY + "." + name, GgufValue.string(template));
          }
        });
    if (!names.isEmpty()) {
      keys.put("tokenizer.chat_templates", GgufValue.strings(names));
    }
    if (templates.containsKey(DEFAULT)) {
      keys.put(KEY, GgufValue.string(templates.get(DEFAULT)));
    }
    return keys;
  }

  /** One template, or a list of named ones. */
  private static Map<String, String> of(JsonFile file) {
    Map<String, String> templates = new LinkedHashMap<>();
    JsonNode value = file.node(FIELD).orElse(null);
    if (value != null && value.isTextual()) {
      templates.put(DEFAULT, value.textValue());
    } else if (value != null && value.isArray()) {
      for (JsonNode choice : value) {
        String name = ggufName(choice.path("name").asText());
        if (!name.isEmpty() && choice.path("template").isTextual()) {
          templates.put(name, choice.path("template").textValue());
        }
      }
    }
    return templates;
  }

  private static Map<String, String> ofFiles(Path folder) {
    Path jinja = folder.resolve("chat_template.jinja");
    if (!Files.exists(jinja)) {
      return JsonFile.readIfPresent(folder.resolve("chat_template.json"))
          .map(ChatTemplates::of)
          .orElse(Map.of());
    }
    Map<String, String> templates = new LinkedHashMap<>();
    templates.put(DEFAULT, text(jinja));
    for (Path file : jinjaFiles(folder.resolve("additional_chat_templates"))) {
      String name = file.getFileName().toString();
      templates.put(ggufName(name.substring(0, name.length() - JINJA.length())), text(file));
    }
    return templates;
  }

  private static List<Path> jinjaFiles(Path folder) {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + JINJA)) {
        found.forEach(files::add);
      } catch (IOException e) {
        throw ModelFileException.notFound(folder, "", "a readable folder", "an I/O error: " + e, e);
      }
    }
    Collections.sort(files);
    return files;
  }

  /** The text of a template, with the line ends that Python reads. */
  private static String text(Path file) {
    return JsonFile.decode(file, JsonFile.readBytes(file, MAX_BYTES))
        .replace("\r\n", "\n")
        .replace('\r', '\n');
  }

  private static String ggufName(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_");
  }

  /**
   * The field {@code chat_template} of {@code tokenizer_config.json}: a text, or a list if some
   * templates have names.
   */
  static Optional<JsonNode> field(Vocabulary vocabulary) {
    ArrayNode named = JsonNodeFactory.instance.arrayNode();
    GgufValue main = vocabulary.otherKeys().get(KEY);
    if (main != null) {
      named.addObject().put("name", DEFAULT).put("template", main.asString());
    }
    vocabulary
        .otherKeys()
        .forEach(
            (key, template) -> {
              if (key.startsWith(KEY + ".")) {
                named
                    .addObject()
                    .put("name", key.substring(KEY.length() + 1))
                    .put("template", template.asString());
              }
            });
    return named.isEmpty()
        ? Optional.empty()
        : Optional.of(named.size() == 1 && main != null ? named.get(0).get("template") : named);
  }
}
