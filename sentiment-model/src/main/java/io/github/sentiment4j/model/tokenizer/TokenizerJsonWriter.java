package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.gguf.GgufValue;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes {@code tokenizer.json} and {@code tokenizer_config.json}. */
final class TokenizerJsonWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Vocabulary vocabulary;
  private final Path folder;
  private final PreTokenizer preTokenizer;

  TokenizerJsonWriter(Vocabulary vocabulary, Path folder) {
    this.vocabulary = vocabulary;
    this.folder = folder;
    this.preTokenizer =
        PreTokenizer.of(vocabulary.pre())
            .orElseThrow(() -> unsupported("a pre-tokenizer that is supported", vocabulary.pre()));
  }

  private ModelFileException unsupported(String expected, String found) {
    return ModelFileException.unsupported(
        folder.resolve("tokenizer.json"), "tokenizer to write", expected, found);
  }

  void write() throws IOException {
    ObjectNode config = config();
    try (JsonGenerator json = generator("tokenizer.json")) {
      json.writeStartObject();
      json.writeStringField("version", "1.0");
      json.writeNullField("truncation");
      json.writeNullField("padding");
      writeAddedTokens(json);
      json.writePOJOField("normalizer", preTokenizer.normalizer());
      json.writePOJOField("pre_tokenizer", preTokenizer.section());
      json.writePOJOField("post_processor", postProcessor());
      json.writePOJOField("decoder", preTokenizer.decoder());
      writeModel(json);
      json.writeEndObject();
    }
    try (JsonGenerator json = generator("tokenizer_config.json")) {
      json.writeTree(config);
    }
  }

  private JsonGenerator generator(String name) throws IOException {
    OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)));
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(lines);
    printer.indentArraysWith(lines);
    return MAPPER.createGenerator(out).setPrettyPrinter(printer);
  }

  private void writeAddedTokens(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("added_tokens");
    for (int id = 0; id < vocabulary.size(); id++) {
      if (isAdded(id)) {
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeStringField("content", vocabulary.tokens().get(id));
        json.writeBooleanField("single_word", false);
        json.writeBooleanField("lstrip", false);
        json.writeBooleanField("rstrip", false);
        json.writeBooleanField("normalized", false);
        json.writeBooleanField("special", vocabulary.type(id) != TokenType.USER_DEFINED);
        json.writeEndObject();
      }
    }
    json.writeEndArray();
  }

  /** Returns whether a token is cut out of a text before anything else happens to it. */
  private boolean isAdded(int id) {
    return switch (vocabulary.type(id)) {
      case TokenType.NORMAL, TokenType.UNUSED -> false;
      default -> true;
    };
  }

  /** Writes added tokens into the vocabulary too, so that tokens behind a gap keep their ids. */
  private void writeModel(JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("model");
    json.writeStringField("type", "BPE");
    json.writeNullField("dropout");
    json.writeNullField("unk_token");
    json.writeNullField("continuing_subword_prefix");
    json.writeNullField("end_of_word_suffix");
    json.writeBooleanField("fuse_unk", false);
    json.writeBooleanField("byte_fallback", false);
    json.writeBooleanField("ignore_merges", preTokenizer.name().keepsWholeWords());
    json.writeObjectFieldStart("vocab");
    for (int id = 0; id < vocabulary.size(); id++) {
      if (vocabulary.type(id) != TokenType.UNUSED) {
        json.writeNumberField(vocabulary.tokens().get(id), id);
      }
    }
    json.writeEndObject();
    json.writeArrayFieldStart("merges");
    for (String merge : vocabulary.merges()) {
      json.writeString(merge);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private ObjectNode config() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    for (SpecialToken token : SpecialToken.ADDABLE) {
      putFlag(config, token.addField(), token.addKey());
    }
    putFlag(config, "add_prefix_space", TokenizerKeys.SPACE_PREFIX);
    ChatTemplates.field(vocabulary).ifPresent(templates -> config.set("chat_template", templates));
    config.put("clean_up_tokenization_spaces", false);
    for (SpecialToken token : SpecialToken.values()) {
      // Without null, the class would add its default as another token.
      Integer id = vocabulary.specialIds().get(token.idKey());
      if (id != null && isAdded(id)) {
        config.put(token.field(), vocabulary.tokens().get(id));
      } else {
        config.putNull(token.field());
      }
    }
    return config.put("tokenizer_class", preTokenizer.tokenizerClass());
  }

  private void putFlag(ObjectNode config, String field, String key) {
    GgufValue flag = vocabulary.otherKeys().get(key);
    if (flag != null) {
      if (flag.asBool() && !key.equals(SpecialToken.BOS.addKey())) {
        throw unsupported("nothing but a begin of text to be added to every text", key + " true");
      }
      config.put(field, flag.asBool());
    }
  }

  /** Returns the step that puts the begin-of-text token before a text; null without one. */
  private @Nullable ObjectNode postProcessor() {
    if (vocabulary.beginOfText().isEmpty()) {
      return null;
    }
    int id = vocabulary.beginOfText().getAsInt();
    String token = vocabulary.tokens().get(id);
    ObjectNode template = JsonNodeFactory.instance.objectNode().put("type", "TemplateProcessing");
    putToken(template.putArray("single"), token);
    putSequence((ArrayNode) template.get("single"), "A", 0);
    template.set("pair", template.get("single").deepCopy());
    putToken((ArrayNode) template.get("pair"), token);
    putSequence((ArrayNode) template.get("pair"), "B", 1);
    ObjectNode special = template.putObject("special_tokens").putObject(token).put("id", token);
    special.putArray("ids").add(id);
    special.putArray("tokens").add(token);
    return template;
  }

  private static void putToken(ArrayNode parts, String token) {
    parts.addObject().putObject("SpecialToken").put("id", token).put("type_id", 0);
  }

  private static void putSequence(ArrayNode parts, String name, int type) {
    parts.addObject().putObject("Sequence").put("id", name).put("type_id", type);
  }
}
