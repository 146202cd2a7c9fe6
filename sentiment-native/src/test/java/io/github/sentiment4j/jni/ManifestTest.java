package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a model is opened only if it agrees with the manifest beside it. */
class ManifestTest {
  @TempDir Path folder;
  private Path model;
  private String sha256;

  @BeforeEach
  void writeModel() throws IOException {
    model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    sha256 = ModelManifest.hash(model);
  }

  @Test
  void load_modelThatAgrees_opens() throws IOException {
    new ModelManifest(model, sha256).write();

    try (SentimentClassifier classifier = SentimentClassifier.load(model)) {
      assertThat(classifier.info().settings().model()).contains(model);
    }
  }

  @Test
  void load_oneBitOfAWeightChanged_isModelInvalidAndNamesBothSums() throws IOException {
    new ModelManifest(model, sha256).write();
    flipLastBit();

    assertRefused()
        .hasMessageStartingWith(
            model
                + ": expected the SHA-256 "
                + sha256
                + " of its manifest tiny.gguf.sha256, found "
                + ModelManifest.hash(model)
                + "; it was changed or damaged: get it again, or run 'sha256sum tiny.gguf >"
                + " tiny.gguf.sha256' if the file is right as it is")
        .hasMessageContaining("docs/troubleshooting.md#model-invalid");
  }

  @Test
  void load_changedAfterItWasOpened_isRefusedTheNextTime() throws IOException {
    new ModelManifest(model, sha256).write();
    SentimentClassifier.load(model).close();
    flipLastBit();

    assertRefused().hasMessageContaining(sha256);
  }

  @Test
  void load_damagedHeader_namesTheManifestFirst() throws IOException {
    new ModelManifest(model, sha256).write();
    Files.writeString(model, "no model any more");

    assertRefused().hasMessageContaining(sha256);
  }

  @Test
  void load_malformedManifest_isModelInvalid() throws IOException {
    Files.writeString(ModelManifest.pathOf(model), "not a sum");

    assertRefused()
        .hasMessageStartingWith(
            ModelManifest.pathOf(model) + ": expected one line of 64 hexadecimal digits");
  }

  @Test
  void load_manifestOfAModelThatIsGone_isModelNotFound() throws IOException {
    new ModelManifest(model, sha256).write();
    Files.delete(model);

    assertThatThrownBy(() -> SentimentClassifier.load(model))
        .isInstanceOfSatisfying(
            SentimentException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND))
        .hasMessageContaining("tiny.gguf: expected a GGUF file, found no such file");
  }

  @Test
  void load_eightThreadsAtOnce_allOpen() throws Exception {
    new ModelManifest(model, sha256).write();
    ExecutorService pool = Executors.newFixedThreadPool(8);

    List<Future<Object>> opened =
        pool.invokeAll(
            Collections.nCopies(
                8,
                () -> {
                  SentimentClassifier.load(model).close();
                  return null;
                }));

    for (Future<Object> one : opened) {
      one.get();
    }
    pool.shutdown();
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
    return assertThatThrownBy(() -> SentimentClassifier.load(model))
        .isInstanceOfSatisfying(
            SentimentException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_INVALID));
  }

  private void flipLastBit() throws IOException {
    try (FileChannel channel =
        FileChannel.open(model, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.read(last, channel.size() - 1);
      last.put(0, (byte) (last.get(0) ^ 1)).flip();
      channel.write(last, channel.size() - 1);
    }
  }
}
