package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of files that change while they are in use; if they were mapped, the JVM would end. */
class ChangedModelTest {
  private static final List<String> TEXTS =
      List.of("Profit rose 3% today.", "Loss widens, shares down 12%", "美联储宣布降息50bp");

  @TempDir Path folder;
  private Path model;

  @BeforeEach
  void writeModel() {
    model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
  }

  /** A change that a user can make to a file. */
  enum Change {
    TRUNCATED {
      @Override
      void to(Path file) throws IOException {
        setLength(file, 0);
      }
    },
    HALVED {
      @Override
      void to(Path file) throws IOException {
        setLength(file, Files.size(file) / 2);
      }
    },
    OVERWRITTEN_IN_PLACE {
      @Override
      void to(Path file) throws IOException {
        byte[] other = new byte[Math.toIntExact(Files.size(file))];
        Arrays.fill(other, (byte) 0x3c);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
          out.write(other);
        }
      }
    },
    REPLACED {
      @Override
      void to(Path file) throws IOException {
        Path other = Files.write(file.resolveSibling("other"), new byte[1000]);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      }
    },
    LONGER {
      @Override
      void to(Path file) throws IOException {
        setLength(file, 2 * Files.size(file));
      }
    },
    DELETED {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    };

    abstract void to(Path file) throws IOException;

    private static void setLength(Path file, long length) throws IOException {
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        out.setLength(length);
      }
    }
  }

  /** Arguments: model, change. Classifies, changes the file, classifies again. */
  static final class Classify {
    public static void main(String[] args) throws IOException {
      Path model = Path.of(args[0]);
      try (SentimentClassifier classifier =
          SentimentClassifier.builder().model(model).threads(1).build()) {
        String before = probabilities(classifier);
        Change.valueOf(args[1]).to(model);
        String after = probabilities(classifier);
        System.out.print(after.equals(before) ? "same" : before + " and then " + after);
      }
    }

    private static String probabilities(SentimentClassifier classifier) {
      StringBuilder all = new StringBuilder();
      for (String text : TEXTS) {
        SentimentResult result = classifier.classify(text);
        for (Sentiment label : Sentiment.values()) {
          all.append(' ').append(result.probability(label));
        }
      }
      return all.toString();
    }
  }

  @ParameterizedTest
  @EnumSource
  void classify_afterTheFileWasChanged_givesTheSameBits(Change change) {
    assertThat(ForkedJvm.of(Classify.class).run(model, change).quiet()).isEqualTo("same");
  }

  /** Arguments: model, change. Probes the model, changes the file, probes again. */
  static final class Probe {
    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0]);
      try (LlamaTokenizer tokenizer = LlamaTokenizer.open(file);
          ModelProbe probe = ModelProbe.open(file, 1, 64)) {
        int[] tokens = tokenizer.tokenize(TEXTS.get(0), false);
        float[] before = probe.logits(tokens);
        Change.valueOf(args[1]).to(file);
        boolean same =
            Arrays.equals(probe.logits(tokens), before)
                && Arrays.equals(tokenizer.tokenize(TEXTS.get(0), false), tokens);
        System.out.print(same ? "same" : "other");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void probe_afterTheFileWasChanged_givesTheSameBits(Change change) {
    assertThat(ForkedJvm.of(Probe.class).run(model, change).quiet()).isEqualTo("same");
  }

  /** Arguments: source, target, change. Changes the source after the quantiser has started. */
  static final class Quantize {
    public static void main(String[] args) throws IOException {
      Path source = Path.of(args[0]);
      Path target = Path.of(args[1]);
      try {
        Quantizer.quantize(
            source,
            target,
            FileType.Q8_0,
            false,
            1,
            (tensor, done, total) -> {
              try {
                if (done == 0 && Files.exists(source)) {
                  Change.valueOf(args[2]).to(source);
                }
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
        System.out.print("quantised");
      } catch (ModelFileException e) {
        System.out.print(e.kind() + " " + e.getMessage());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void quantize_sourceThatChangesMeanwhile_isRefusedAndLeavesNothing(Change change) {
    Path target = folder.resolve("out.gguf");

    ForkedJvm.Result result = ForkedJvm.of(Quantize.class).run(model, target, change);

    assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    assertThat(result.out())
        .isEqualTo(
            "MODEL_INVALID "
                + model
                + ": expected a file that stays as it is while it is read, found that it was"
                + " changed, replaced or removed meanwhile; try again when nothing writes to it");
    assertThat(target).doesNotExist();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void open_model_isNotMapped() throws IOException {
    try (NativeEngine engine = TestEngine.open(model);
        ModelProbe probe = ModelProbe.open(model, 1, 64)) {
      assertThat(Files.readAllLines(Path.of("/proc/self/maps")))
          .as(engine.info().engine() + probe.layers())
          .noneMatch(line -> line.endsWith(".gguf"));
    }
  }
}
