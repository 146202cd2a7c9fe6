package io.github.sentiment4j.cli.doctor;

import io.github.sentiment4j.cli.command.ClassifierOptions;
import io.github.sentiment4j.cli.command.ErrorReporter;
import io.github.sentiment4j.cli.model.HeaderReport;
import io.github.sentiment4j.cli.model.ManifestCheck;
import io.github.sentiment4j.core.ClassifierInfo.EngineChoice;
import io.github.sentiment4j.core.EngineInfo;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.evaluation.Latency;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.SentimentMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The check of engines and model by {@code doctor}: it opens them and classifies for a second. */
final class EngineCheck implements AutoCloseable {
  /** A headline of usual length. */
  private static final String HEADLINE = "Sensex jumps 500 points as banks rally on rate cut hopes";

  private static final Duration LENGTH = Duration.ofSeconds(1);

  private final ClassifierOptions options;
  private final Map<String, String> environment;
  private final MachineReport machine;
  private Optional<SentimentClassifier> classifier = Optional.empty();
  private Optional<SentimentException> failure = Optional.empty();
  private Duration opening = Duration.ZERO;

  EngineCheck(ClassifierOptions options, Map<String, String> environment, MachineReport machine) {
    this.options = options;
    this.environment = environment;
    this.machine = machine;
  }

  /**
   * Returns whether the model works or, without one, the native library; known after the self-test.
   */
  boolean works() {
    return hasModel() ? failure.isEmpty() : machine.report().libraries().isPresent();
  }

  NamedValues engines() {
    open();
    List<EngineChoice> choices =
        classifier.map(open -> open.info().engineChoices()).orElseGet(this::choices);
    return new NamedValues()
        .put(
            "found",
            choices.stream()
                .map(
                    choice ->
                        new NamedValues()
                            .put("name", choice.engine())
                            .put("chosen", choice.chosen())
                            .put("reason", choice.reason()))
                .toList());
  }

  NamedValues model() {
    Optional<Path> file =
        classifier
            .flatMap(open -> open.info().settings().model())
            .or(() -> options.modelFile(environment));
    return file.isEmpty()
        ? new NamedValues().put("file", "none; name one with --model or SENTIMENT4J_MODEL")
        : model(file.get());
  }

  private static NamedValues model(Path file) {
    NamedValues facts = new NamedValues().put("file", file.toAbsolutePath().toString());
    try {
      HeaderReport report = HeaderReport.of(file);
      ManifestCheck integrity = ManifestCheck.await(ManifestCheck.start(file));
      return facts
          .put("size", new NamedValues.Bytes(report.file().fileSize()))
          .put("name", report.file().optionalString("general.name"))
          .put("architecture", report.model().map(DecoderModel::architecture))
          .put("type", report.model().map(DecoderModel::typeName))
          .put("parameters", report.model().map(DecoderModel::parameters))
          .put("vocabulary", report.model().map(DecoderModel::vocabularySize))
          .put("labels", report.metadata().map(SentimentMetadata::labels))
          .put("sha256", integrity.sha256())
          .put("manifest", integrity.manifest())
          .put("problem", report.problem(integrity));
    } catch (SentimentException | IOException e) {
      return facts.put("problem", ErrorReporter.message(e));
    }
  }

  NamedValues selfTest() {
    if (!hasModel()) {
      return new NamedValues().put("result", "not run, there is no model");
    }
    try {
      return classifier.map(this::classify).orElseThrow(failure::get);
    } catch (SentimentException e) {
      failure = Optional.of(e);
      return new NamedValues().put("problem", e.getMessage());
    }
  }

  private NamedValues classify(SentimentClassifier open) {
    EngineInfo engine = open.info().engine();
    List<Duration> times = new ArrayList<>();
    SentimentResult result = open.classify(HEADLINE);
    long start = System.nanoTime();
    while (System.nanoTime() - start < LENGTH.toNanos()) {
      times.add(open.classify(HEADLINE).elapsed());
    }
    Latency latency = Latency.of(times);
    return new NamedValues()
        .put("engine", engine.engine() + " " + engine.version())
        .put("device", engine.device())
        .put("device_reason", engine.deviceReason())
        .put("threads", open.info().settings().threads())
        .put("open_ms", milliseconds(opening))
        .put("first_ms", milliseconds(result.elapsed()))
        .put("texts", times.size())
        .put("p50_ms", milliseconds(latency.p50()))
        .put("p99_ms", milliseconds(latency.p99()))
        .put("tokens", result.tokens())
        .put("label", result.label().label());
  }

  private static double milliseconds(Duration time) {
    return Double.parseDouble(String.format(Locale.ROOT, "%.2f", time.toNanos() / 1e6));
  }

  private void open() {
    long start = System.nanoTime();
    try {
      classifier = Optional.of(options.builder(environment).build());
    } catch (SentimentException e) {
      failure = Optional.of(e);
    }
    opening = Duration.ofNanos(System.nanoTime() - start);
  }

  private List<EngineChoice> choices() {
    try {
      return options.builder(environment).engineChoices();
    } catch (SentimentException e) {
      return SentimentClassifier.builder().engineChoices();
    }
  }

  /** Returns whether a model is named or on the class path. */
  private boolean hasModel() {
    return classifier.isPresent()
        || options.modelFile(environment).isPresent()
        || failure.filter(e -> e.code() == ErrorCode.MODEL_NOT_FOUND).isEmpty();
  }

  @Override
  public void close() {
    classifier.ifPresent(SentimentClassifier::close);
  }
}
