package io.github.sentiment4j.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.internal.ModulePath;
import io.github.sentiment4j.support.UserCache;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of an application on the module path that requires the API only, in a separate JVM. */
final class ModulePathTest {
  private static final String MAIN =
      """
      package app;
      import io.github.sentiment4j.core.SentimentClassifier;
      import io.github.sentiment4j.core.SentimentException;
      public final class Main {
        public static void main(String[] args) {
          try (SentimentClassifier classifier = SentimentClassifier.embedded()) {
            System.out.print(classifier.info().settings().model().get());
          } catch (SentimentException e) {
            System.out.print(e.getMessage());
          }
        }
      }
      """;

  /** An engine whose only purpose is to name its model. */
  private static final String ENGINE =
      """
      package engine;
      import io.github.sentiment4j.core.*;
      public final class Provider implements ScoringEngineProvider {
        public String name() { return "test"; }
        public int priority() { return 0; }
        public java.util.Optional<String> unavailableReason(EngineSpec spec) {
          return java.util.Optional.of("was given " + spec.model().get());
        }
        public ScoringEngine open(EngineSpec spec) { throw new AssertionError(); }
      }
      """;

  @TempDir Path folder;
  private Path core;
  private Path support;
  private Path app;
  private Path engine;
  private Path model;

  @BeforeEach
  void compile() throws Exception {
    core = moduleOf(SentimentClassifier.class);
    support = moduleOf(UserCache.class);
    app =
        module(
            "app",
            Map.of(
                "module-info.java",
                "module app { requires io.github.sentiment4j.core; }",
                "app/Main.java",
                MAIN));
    engine =
        module(
            "engine",
            Map.of(
                "module-info.java",
                "module io.github.sentiment4j.jni { requires io.github.sentiment4j.core; provides"
                    + " io.github.sentiment4j.core.ScoringEngineProvider with engine.Provider; }",
                "engine/Provider.java",
                ENGINE));
    model = module("model", Map.of("module-info.java", "module io.github.sentiment4j.embedded {}"));
    Path resource = model.resolve(EmbeddedModel.RESOURCE);
    Files.createDirectories(resource.getParent());
    Files.writeString(resource, "GGUF");
  }

  private static Path moduleOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private Path module(String name, Map<String, String> sources) {
    Path source = folder.resolve(name + "-src");
    List<String> arguments = new ArrayList<>(List.of("-p", core + File.pathSeparator + support));
    Path classes = folder.resolve(name);
    arguments.addAll(List.of("-d", classes.toString()));
    sources.forEach(
        (file, text) -> {
          try {
            Path target = source.resolve(file);
            Files.createDirectories(target.getParent());
            Files.writeString(target, text);
            arguments.add(target.toString());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
    assertThat(javac.run(System.out, System.err, arguments.toArray(String[]::new))).isZero();
    return classes;
  }

  private String run(List<Path> modulePath, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-p");
    command.add(
        Stream.concat(modulePath.stream(), Stream.of(support))
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.addAll(List.of(options));
    command.addAll(List.of("-m", "app/app.Main"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void embedded_modelThatNothingRequires_isFoundOnTheModulePath() throws Exception {
    assertThat(run(List.of(core, app, engine, model)))
        .isEqualTo(
            "No engine can be used here. Found: test: was given "
                + model.resolve(EmbeddedModel.RESOURCE)
                + " [ENGINE_UNAVAILABLE, see "
                + ErrorCode.ENGINE_UNAVAILABLE.page()
                + "]");
  }

  @Test
  void embedded_noModelAnywhere_saysWhatToAdd() throws Exception {
    assertThat(run(List.of(core, app, engine)))
        .startsWith(
            "Expected the resource META-INF/sentiment4j/model.gguf on the class path or module path,"
                + " found none. Name a GGUF file");
  }

  @Test
  void embedded_engineThatIsNotResolved_saysHowToResolveIt() throws Exception {
    assertThat(
            run(
                List.of(core, app, engine, model),
                "--limit-modules",
                "app,io.github.sentiment4j.core"))
        .isEqualTo(
            "Expected a scoring engine on the class path or module path, found the module"
                + " io.github.sentiment4j.jni at "
                + engine.toUri()
                + ", which is not resolved; write \"requires io.github.sentiment4j;\" or \"requires"
                + " io.github.sentiment4j.jni;\" into module-info.java, start java with"
                + " --add-modules io.github.sentiment4j.jni, or hand an engine to"
                + " builder().engine(...) [ENGINE_UNAVAILABLE, see "
                + ErrorCode.ENGINE_UNAVAILABLE.page()
                + "]");
  }

  @Test
  void howToGetAnEngine_runtimeImage_saysHowToLinkIt() {
    assertThat(EngineSelection.howToGetAnEngine(Optional.empty(), true))
        .isEqualTo(
            "none in this runtime image; make it with jlink --add-modules io.github.sentiment4j or"
                + " --bind-services");
    assertThat(EngineSelection.howToGetAnEngine(Optional.empty(), false))
        .isEqualTo(
            "none; add the dependency io.github.sentiment4j:sentiment4j (or sentiment-native)");
  }

  @Test
  void find_pathThatIsNone_isEmpty() throws URISyntaxException {
    assertThat(ModulePath.find("", "any")).isEmpty();
    assertThat(ModulePath.find(folder.resolve("nothing").toString(), "any")).isEmpty();
    assertThat(ModulePath.find("\0", "any")).isEmpty();
    assertThat(ModulePath.find(model.toString(), ModulePath.MODEL))
        .contains(new URI(model.toUri().toString()));
  }
}
