package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.BrokenModel;
import io.github.sentiment4j.gguf.TinyModel;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that llama.cpp's log goes to System.Logger and nowhere else. */
class SilenceTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void classify_defaultLogging_printsNothing(Jdk jdk) {
    ForkedJvm.Result result =
        ForkedJvm.of(Quiet.class).on(jdk).run(tiny(), BrokenModel.WRONG_MAGIC.write(folder));

    assertThat(result).isEqualTo(new ForkedJvm.Result(0, "", ""));
  }

  /** Arguments: a sound model, a broken one. */
  static final class Quiet {
    public static void main(String[] args) {
      classify(Path.of(args[0]));
      try {
        classify(Path.of(args[1]));
      } catch (SentimentException e) {
        return;
      }
      System.exit(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void classify_debugLogging_bringsTheLinesOfLlamaCpp(Jdk jdk) {
    String out = ForkedJvm.of(Debug.class).on(jdk).run(tiny()).quiet();

    // DEBUG of System.Logger is FINE of java.util.logging.
    assertThat(out)
        .contains("FINE llama_model_loader: ", "FINE llama_context: n_ctx ")
        .doesNotContain("INFO");
    assertThat(out.lines()).allMatch(line -> line.matches("(FINE|FINER|WARNING) .*"));
  }

  /** Arguments: a model; optionally maximum tokens, maximum batch, flash attention. */
  static final class Debug {
    /** The loggers in use, because java.util.logging holds loggers weakly. */
    private static final Logger LOGGER = Logger.getLogger("io.github.sentiment4j.native");

    public static void main(String[] args) {
      LOGGER.setLevel(Level.ALL);
      LOGGER.setUseParentHandlers(false);
      LOGGER.addHandler(
          new Handler() {
            @Override
            public void publish(LogRecord line) {
              System.out.println(line.getLevel() + " " + line.getMessage().replace("\n", " "));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
          });
      SentimentClassifier.Builder builder =
          SentimentClassifier.builder().model(Path.of(args[0])).threads(1);
      if (args.length > 1) {
        builder
            .maxTokens(Integer.parseInt(args[1]))
            .maxBatch(Integer.parseInt(args[2]))
            .flashAttention(FlashAttention.valueOf(args[3]));
      }
      try (SentimentClassifier classifier = builder.build()) {
        classifier.classify("Profit rose.");
      }
    }
  }

  private static void classify(Path model) {
    try (SentimentClassifier classifier =
        SentimentClassifier.builder().model(model).threads(1).build()) {
      classifier.classify("Profit rose.");
    }
  }

  private Path tiny() {
    return TinyModel.builder().write(folder.resolve("tiny.gguf"));
  }
}
