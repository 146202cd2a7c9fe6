package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.sentiment4j.core.ClassifierInfo.EngineChoice;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
final class EngineSelectionTest {
  @TempDir Path classPath;

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private URLClassLoader loader;

  @AfterEach
  void restore() throws IOException {
    Thread.currentThread().setContextClassLoader(before);
    if (loader != null) {
      loader.close();
    }
  }

  /** Registers providers that only the context class loader sees. */
  private void install(String... lines) throws IOException {
    Path services = Files.createDirectories(classPath.resolve("META-INF/services"));
    Files.write(services.resolve(ScoringEngineProvider.class.getName()), List.of(lines));
    loader = new URLClassLoader(new URL[] {classPath.toUri().toURL()}, before);
    Thread.currentThread().setContextClassLoader(loader);
  }

  private static SentimentClassifier.Builder builder() {
    return SentimentClassifier.builder().threads(1).model(Path.of("model.gguf"));
  }

  /** The common base of the providers below. */
  public abstract static class Provider implements ScoringEngineProvider {
    @Override
    public String name() {
      return getClass().getSimpleName();
    }

    @Override
    public Optional<String> unavailableReason(EngineSpec spec) {
      return Optional.empty();
    }

    @Override
    public ScoringEngine open(EngineSpec spec) {
      return ScriptedEngine.quick().open(spec);
    }
  }

  /** A provider that is usable. */
  public static final class Fallback extends Provider {
    @Override
    public int priority() {
      return -10;
    }
  }

  /** A usable provider with a higher priority than {@link Fallback}. */
  public static final class Usable extends Provider {}

  /** A provider that is asked first and is not available. */
  public static final class Refusing extends Provider {
    @Override
    public int priority() {
      return 10;
    }

    @Override
    public Optional<String> unavailableReason(EngineSpec spec) {
      return Optional.of(spec.model().isEmpty() ? "needs a model file" : "needs a GPU");
    }
  }

  /** A provider that is asked first and throws. */
  public static final class Throwing extends Provider {
    @Override
    public int priority() {
      return 20;
    }

    @Override
    public Optional<String> unavailableReason(EngineSpec spec) {
      throw new UnsatisfiedLinkError("no such library");
    }
  }

  /** A provider whose name() throws. */
  public static final class Nameless extends Provider {
    @Override
    public String name() {
      throw new IllegalStateException("no name");
    }
  }

  /** A provider whose constructor throws. */
  public static final class Unmakeable extends Provider {
    public Unmakeable() {
      throw new IllegalStateException("constructor failed");
    }
  }

  /** A usable provider that fails to open with an exception of another type. */
  public static final class Clumsy extends Provider {
    @Override
    public ScoringEngine open(EngineSpec spec) {
      throw new IllegalArgumentException("clumsy");
    }
  }

  private static String line(Class<?> provider) {
    return provider.getName();
  }

  @Test
  void build_manyProviders_takesTheFirstUsableOneAndGivesEachAReason() throws IOException {
    install(
        "no.such.Provider",
        line(Unmakeable.class),
        line(Nameless.class),
        line(Fallback.class),
        line(Usable.class),
        line(Refusing.class),
        line(Throwing.class));

    try (SentimentClassifier classifier = builder().build()) {
      assertThat(classifier.info().engineChoices())
          .extracting(EngineChoice::engine)
          .containsExactly(
              "unknown",
              "unknown",
              Nameless.class.getName(),
              "Throwing",
              "Refusing",
              "Usable",
              "Fallback");
      assertThat(classifier.info().engineChoices())
          .extracting(EngineChoice::reason)
          .satisfiesExactly(
              reason -> assertThat(reason).contains("no.such.Provider not found"),
              reason -> assertThat(reason).contains("Unmakeable").contains("constructor failed"),
              reason ->
                  assertThat(reason)
                      .contains("its name or priority cannot be read")
                      .contains("no name"),
              reason ->
                  assertThat(reason)
                      .isEqualTo(
                          "failed when asked: java.lang.UnsatisfiedLinkError: no such library"),
              reason -> assertThat(reason).isEqualTo("needs a GPU"),
              reason -> assertThat(reason).contains("first in order (priority 0)"),
              reason -> assertThat(reason).isEqualTo("not asked: Usable came first and is usable"));
      assertThat(classifier.info().engineChoices())
          .filteredOn(EngineChoice::chosen)
          .extracting(EngineChoice::engine)
          .containsExactly("Usable");
    }
  }

  @Test
  void build_onlyAStandInUsable_warnsOnceWithTheReasonsOfTheOthers() throws IOException {
    install(line(Fallback.class), line(Refusing.class));
    List<LogRecord> records = new CopyOnWriteArrayList<>();
    Handler handler = new RecordingHandler(records);
    // java.util.logging holds loggers weakly.
    Logger logger = Logger.getLogger(SentimentClassifier.class.getName());
    logger.addHandler(handler);
    try (SentimentClassifier classifier = builder().build()) {
      assertThat(classifier.info().engineChoices()).hasSize(2);
    } finally {
      logger.removeHandler(handler);
    }

    assertThat(records)
        .satisfiesExactly(
            record -> {
              assertThat(record.getLevel()).isEqualTo(Level.WARNING);
              assertThat(new SimpleFormatter().formatMessage(record))
                  .isEqualTo(
                      "The engine Fallback stands in for a better one: Refusing: needs a GPU");
            });
  }

  private static final class RecordingHandler extends Handler {
    private final List<LogRecord> records;

    RecordingHandler(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void engineChoices_withoutBuilding_opensNothing() throws IOException {
    install(line(Refusing.class), line(Clumsy.class));

    assertThat(builder().engineChoices())
        .extracting(EngineChoice::engine, EngineChoice::chosen)
        .containsExactly(tuple("Refusing", false), tuple("Clumsy", true));
  }

  @Test
  void build_noProvider_saysWhatToAdd() {
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining("Expected a scoring engine on the class path or module path")
        .hasMessageContaining("io.github.sentiment4j:sentiment4j")
        .hasMessageContaining("[ENGINE_UNAVAILABLE, see");
  }

  @Test
  void build_noProviderUsable_listsEachReason() throws IOException {
    install(line(Refusing.class), line(Throwing.class));

    assertThatThrownBy(() -> builder().build())
        .hasMessageContaining("No engine can be used here. Found: Throwing: failed when asked")
        .hasMessageContaining("; Refusing: needs a GPU [ENGINE_UNAVAILABLE, see");
  }

  @Test
  void build_noModelAndNoEngineWorksWithoutOne_saysHowToGetOne() throws IOException {
    install(line(Refusing.class));

    assertThatThrownBy(() -> SentimentClassifier.builder().build())
        .hasMessageContaining("No model was named")
        .hasMessageContaining("(Refusing: needs a model file)")
        .hasMessageContaining("builder().model(path)")
        .hasMessageContaining("SENTIMENT4J_MODEL")
        .hasMessageContaining("sentiment-embedded")
        .hasMessageContaining("[MODEL_NOT_FOUND, see");
  }

  @Test
  void build_givenProvider_isTheOnlyOneAsked() throws IOException {
    install(line(Usable.class));

    assertThatThrownBy(() -> builder().engine(new Refusing()).build())
        .hasMessageContaining("Found: Refusing: needs a GPU")
        .hasMessageNotContaining("Usable");
  }

  @Test
  void build_foreignContextClassLoader_asksTheLibrarysOwn() throws IOException {
    install(line(Usable.class));
    Thread.currentThread().setContextClassLoader(null);

    assertThatThrownBy(() -> builder().build())
        .as("the library's own loader sees no provider in this test, and nothing crashes")
        .hasMessageContaining("found none");
  }

  @Test
  void build_engineFailsToOpen_namesEngineModelAndCause() {
    assertThatThrownBy(() -> builder().engine(new Clumsy()).build())
        .hasMessageContaining("The engine Clumsy failed to open model.gguf")
        .hasMessageContaining("clumsy")
        .hasMessageContaining("ENGINE_FAILED")
        .hasCauseInstanceOf(IllegalArgumentException.class);
  }
}
