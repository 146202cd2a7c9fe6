package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.gguf.BrokenModel;
import io.github.sentiment4j.gguf.TinyModel;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The second net, behind the check in Java: files that the check refuses go to native code
 * directly, and a ggml abort becomes an exception.
 */
class AbortTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void open_everyBrokenModelWithoutTheCheck_jvmLivesAndStillClassifies(Jdk jdk) {
    String out = ForkedJvm.of(OpenAll.class).on(jdk).run(folder).quiet();

    assertThat(out)
        .contains("BLOCK_COUNT_ZERO: ", "ROPE_DIMENSION_COUNT: ", "DUPLICATE_TOKEN: ")
        .contains("GGML_ASSERT")
        .endsWith("then: classified\n");
  }

  /** Opens and scores every broken model; prints what becomes of each. */
  static final class OpenAll {
    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      NativeLibrary.get();
      // An integer matrix has no product function: that is a jump to address 0, not an abort.
      for (BrokenModel broken : EnumSet.complementOf(EnumSet.of(BrokenModel.WEIGHT_TYPE))) {
        System.out.println(broken + ": " + outcome(broken.write(folder)));
      }
      Path sound = TinyModel.builder().write(folder.resolve("sound.gguf"));
      try (SentimentClassifier classifier =
          SentimentClassifier.builder().model(sound).threads(1).build()) {
        classifier.classify("Profit rose.");
        System.out.println("then: classified");
      }
    }

    private static String outcome(Path model) {
      long engine = 0;
      try {
        engine = open(model, "News: ");
        Natives.start(engine);
        byte[] text = "Profit rose.".getBytes(UTF_8);
        Natives.score(engine, 0, text, new int[] {text.length});
        return "scored";
      } catch (NativeException e) {
        return e.getMessage().replace('\n', ' ');
      } finally {
        if (engine != 0) {
          Natives.close(engine);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void score_abortInAnOpenEngine_isAnExceptionAndTheEngineRefusesCalls(Jdk jdk) {
    Path model = BrokenModel.NORM_TYPE.write(folder);

    String out = ForkedJvm.of(AbortInScore.class).on(jdk).run(model).quiet();

    assertThat(out.lines())
        .satisfiesExactly(
            first ->
                assertThat(first).startsWith("ENGINE_FAILED: ggml aborted: ").contains(".cpp:"),
            second ->
                assertThat(second)
                    .isEqualTo(
                        "ENGINE_FAILED: the engine refuses calls since ggml aborted in it; open a"
                            + " new one"),
            third -> assertThat(third).isEqualTo("closed"));
  }

  /** Scores twice with a model that aborts when it is computed. */
  static final class AbortInScore {
    public static void main(String[] args) {
      NativeLibrary.get();
      // Without a prefix nothing is computed before the first text.
      long engine = open(Path.of(args[0]), "");
      Natives.start(engine);
      byte[] text = "Profit rose.".getBytes(UTF_8);
      for (int i = 0; i < 2; i++) {
        try {
          Natives.score(engine, 0, text, new int[] {text.length});
          System.out.println("scored");
        } catch (NativeException e) {
          System.out.println(
              e.translate().code() + ": " + e.getMessage().lines().findFirst().orElse(""));
        }
      }
      Natives.close(engine);
      System.out.println("closed");
    }
  }

  private static long open(Path model, String prefix) {
    byte[][] labels = {
      "positive".getBytes(UTF_8), "neutral".getBytes(UTF_8), "negative".getBytes(UTF_8)
    };
    return Natives.open(
        model.toString().getBytes(UTF_8),
        prefix.getBytes(UTF_8),
        "\n".getBytes(UTF_8),
        labels,
        1,
        1,
        256,
        4,
        0,
        -1);
  }
}
