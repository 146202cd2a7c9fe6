package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.BrokenModel;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.TextNormalization;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.NativeException;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.Natives;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import io.github.sentiment4j.jni.internal.engine.OutputMatrix;
import io.github.sentiment4j.jni.internal.gpu.DeviceChoice;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the second protection, after the check in Java: files that the check refuses go to native
 * code directly, and an abort of ggml becomes an exception.
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

  /** Opens and scores every broken model and prints the outcome of each. */
  static final class OpenAll {
    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      NativeLibrary.get();
      // An integer matrix has no product function, which is a jump to address 0 and not an abort.
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
        engine = open(model);
        Natives.score(engine, 0, new byte[][] {"Profit rose.".getBytes(UTF_8)});
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
  void open_abortWhenTheModelIsComputed_isEngineFailed(Jdk jdk) {
    Path broken = BrokenModel.NORM_TYPE.write(folder);
    Path sound = TinyModel.builder().write(folder.resolve("sound.gguf"));

    String out = ForkedJvm.of(OpenEngine.class).on(jdk).run(broken, sound).quiet();

    assertThat(out)
        .startsWith("ggml aborted: ")
        .contains("[ENGINE_FAILED, see " + ErrorCode.ENGINE_FAILED.page() + "]")
        .endsWith("then: classified\n");
  }

  /** Arguments: a model that aborts when it is computed, a sound one. */
  static final class OpenEngine {
    public static void main(String[] args) {
      Path sound = Path.of(args[1]);
      EngineSpec spec = TestEngine.of(Path.of(args[0])).spec();
      DecoderModel checked = DecoderModel.check(GgufFile.read(sound));
      try {
        new NativeEngine(
                spec,
                Path.of(args[0]),
                checked,
                new OutputMatrix(-1, 0),
                TextNormalization.NONE,
                spec.profileInForce(ModelProfile.DEFAULT, 512),
                DeviceChoice.cpu("a test"))
            .close();
        System.out.println("no failure");
      } catch (SentimentException e) {
        System.out.println(e.getMessage());
      }
      try (NativeEngine engine = TestEngine.open(sound)) {
        engine.contexts().get(0).score(List.of("Profit rose."));
        System.out.println("then: classified");
      }
    }
  }

  private static long open(Path model) {
    byte[][] labels = {
      "positive".getBytes(UTF_8), "neutral".getBytes(UTF_8), "negative".getBytes(UTF_8)
    };
    return Natives.open(
        model.toString().getBytes(UTF_8),
        "News: ".getBytes(UTF_8),
        "\n".getBytes(UTF_8),
        labels,
        1,
        2,
        256,
        4,
        0,
        -1,
        -1,
        -1,
        0,
        shape -> {});
  }
}
