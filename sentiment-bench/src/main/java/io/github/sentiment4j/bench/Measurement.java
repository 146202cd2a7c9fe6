package io.github.sentiment4j.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sentiment4j.core.ClassifierInfo;
import io.github.sentiment4j.core.EngineInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The measurement of one model, which writes one file for each plan:
 *
 * <pre>
 * File    --&gt; { run, machine, model, results }
 * run     --&gt; { plan, date, commit, command, threads }
 * results --&gt; the output of JMH without the paths of this machine
 * </pre>
 */
record Measurement(ClassifierInfo model, Effort effort, String command) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static String modelName(ClassifierInfo model) {
    String file = model.settings().model().orElseThrow().getFileName().toString();
    return file.replaceFirst("\\.gguf$", "");
  }

  /**
   * Runs a plan and writes its file, with one line for each result so that files can be compared.
   */
  void run(Plan plan, Path file) throws IOException, RunnerException {
    List<String> results = new ArrayList<>();
    for (Options part : plan.parts(model, effort)) {
      run(part).forEach(result -> results.add("\n" + result));
    }
    Files.writeString(
        file,
        "{\n\"run\":%s,\n\"machine\":%s,\n\"model\":%s,\n\"results\":[%s]}\n"
            .formatted(describe(plan), Machine.describe(), describe(), String.join(",", results)));
  }

  private ObjectNode describe(Plan plan) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("plan", plan.id())
        .put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString())
        .put("commit", System.getProperty("sentiment4j.commit", "unknown"))
        .put("command", command)
        .put("threads", effort.threads());
  }

  private ObjectNode describe() {
    EngineInfo engine = model.engine();
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", modelName(model))
        .put("architecture", engine.architecture())
        .put("type", engine.modelType())
        .put("parameters", engine.parameters())
        .put("weightBytes", engine.modelBytes())
        .put("promptTokens", engine.prefixTokens() + engine.suffixTokens())
        .put("engine", engine.engine() + ", " + engine.version())
        .put("device", engine.device());
  }

  private static JsonNode run(Options options) throws IOException, RunnerException {
    Path file = Files.createTempFile("sentiment-bench", ".json");
    try {
      new Runner(
              new OptionsBuilder()
                  .parent(options)
                  .resultFormat(ResultFormatType.JSON)
                  .result(file.toString())
                  .build())
          .run();
      JsonNode results = JSON.readTree(file.toFile());
      for (JsonNode result : results) {
        ((ObjectNode) result).remove("jvm");
        ((ObjectNode) result.path("params")).remove(List.of("model", "peers"));
      }
      return results;
    } finally {
      Files.delete(file);
    }
  }
}
