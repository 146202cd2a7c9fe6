package io.github.sentiment4j.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.sentiment4j.cli.command.Streams;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs the command inside the test's JVM. */
final class Cli {
  /** Any file name will do: {@link KeywordEngineProvider} does not open it. */
  static final String MODEL = "model" + KeywordEngineProvider.EXTENSION;

  private byte[] in = {};
  private Map<String, String> environment = Map.of();
  private boolean terminal;

  /** The outcome of a run. */
  record Result(int exitCode, String out, String err) {
    /** Standard output as JSON lines. */
    List<Map<String, Object>> json() {
      return out.lines().map(Cli::parse).toList();
    }
  }

  Cli in(String text) {
    return in(text.getBytes(StandardCharsets.UTF_8));
  }

  Cli in(byte[] bytes) {
    in = bytes.clone();
    return this;
  }

  Cli environment(Map<String, String> variables) {
    environment = variables;
    return this;
  }

  Cli onTerminal() {
    terminal = true;
    return this;
  }

  /** {@code predict} with the engine of the tests. */
  Result predict(String... args) {
    List<String> all = new ArrayList<>(List.of("predict", "--model", MODEL));
    all.addAll(List.of(args));
    return run(all.toArray(String[]::new));
  }

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    int exitCode = run(out, err, args);
    return new Result(exitCode, out.toString(StandardCharsets.UTF_8), err.toString());
  }

  int run(OutputStream out, StringWriter err, String... args) {
    return SentimentCommand.run(
        new Streams(
            new ByteArrayInputStream(in), out, new PrintWriter(err, true), environment, terminal),
        args);
  }

  /** A JSON object as maps, lists, strings, numbers and booleans. */
  static Map<String, Object> parse(String line) {
    try (JsonParser json = JsonOutput.FACTORY.createParser(line)) {
      json.nextToken();
      @SuppressWarnings("unchecked")
      Map<String, Object> object = (Map<String, Object>) value(json);
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("more than one JSON value: " + line);
      }
      return object;
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  private static Object value(JsonParser json) throws IOException {
    return switch (json.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
          String name = json.currentName();
          json.nextToken();
          object.put(name, value(json));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(json));
        }
        yield array;
      }
      case VALUE_STRING -> json.getText();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> json.getDoubleValue();
    };
  }
}
