package io.github.sentiment4j.bench;

import io.github.sentiment4j.core.ClassifierInfo;
import io.github.sentiment4j.core.spi.EngineInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs plans on one model and writes one file for each:
 *
 * <pre>
 * File    --&gt; { run, machine, model, results }
 * run     --&gt; { plan, date, commit, command, threads }
 * results --&gt; what JMH writes, without the paths of this machine
 * </pre>
 */
final class Measurement {
  private final ClassifierInfo model;
  private final Effort effort;
  private final String command;

  Measurement(ClassifierInfo model, Effort effort, String command) {
    this.model = model;
    this.effort = effort;
    this.command = command;
  }

  static String modelName(ClassifierInfo model) {
    String file = model.settings().model().orElseThrow().getFileName().toString();
    return file.replaceFirst("\\.gguf$", "");
  }

  void run(Plan plan, Path file) throws IOException, RunnerException {
    List<Object> results = new ArrayList<>();
    for (Options part : plan.parts(model, effort)) {
      results.addAll(run(part));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("run", run(plan));
    tree.put("machine", Machine.describe());
    tree.put("model", describe());
    tree.put("results", results);
    Json.write(file, tree);
  }

  private Map<String, Object> run(Plan plan) {
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("plan", plan.id());
    run.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    run.put("commit", System.getProperty("sentiment4j.commit", "unknown"));
    run.put("command", command);
    run.put("threads", effort.threads());
    return run;
  }

  private Map<String, Object> describe() {
    EngineInfo engine = model.engine();
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("name", modelName(model));
    description.put("architecture", engine.architecture());
    description.put("type", engine.modelType());
    description.put("parameters", engine.parameters());
    description.put("weightBytes", engine.modelBytes());
    description.put("promptTokens", engine.prefixTokens() + engine.suffixTokens());
    description.put("engine", engine.engine() + ", " + engine.version());
    description.put("device", engine.device());
    return description;
  }

  private static List<?> run(Options options) throws IOException, RunnerException {
    Path json = Files.createTempFile("sentiment-bench", ".json");
    try {
      new Runner(
              new OptionsBuilder()
                  .parent(options)
                  .resultFormat(ResultFormatType.JSON)
                  .result(json.toString())
                  .build())
          .run();
      List<?> results = (List<?>) Json.read(json);
      results.forEach(result -> forgetPaths((Map<?, ?>) result));
      return results;
    } finally {
      Files.delete(json);
    }
  }

  private static void forgetPaths(Map<?, ?> result) {
    result.remove("jvm");
    ((Map<?, ?>) result.get("params")).keySet().removeAll(List.of("model", "peers"));
  }
}
