package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedModelTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  private static final byte[] MODEL = "GGUF and so on".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path folder;

  private URLClassLoader jar(String checksum) throws IOException {
    Path jar = folder.resolve("embedded.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      entries.putNextEntry(new JarEntry(EmbeddedModel.RESOURCE));
      entries.write(MODEL);
      if (checksum != null) {
        entries.putNextEntry(new JarEntry(EmbeddedModel.CHECKSUM));
        entries.write(checksum.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
  }

  @Test
  void file_inAJar_isUnpackedOnceUnderItsHash() throws IOException {
    Path root = folder.resolve("cache");
    try (URLClassLoader loader = jar(HASH + "  model.gguf\n")) {
      Path file = EmbeddedModel.file(loader, List.of(root));
      Object firstKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();

      assertThat(file).isEqualTo(root.resolve(HASH).resolve("model.gguf")).hasBinaryContent(MODEL);
      assertThat(EmbeddedModel.file(loader, List.of(root))).isEqualTo(file);
      assertThat(Files.readAttributes(file, BasicFileAttributes.class).fileKey())
          .isEqualTo(firstKey);
    }
  }

  @Test
  void file_inAFolderOfTheClassPath_isUsedWhereItLies() throws IOException {
    Path classes = folder.resolve("class path with spaces");
    Path model = classes.resolve(EmbeddedModel.RESOURCE);
    Files.createDirectories(model.getParent());
    Files.write(model, MODEL);
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
      assertThat(EmbeddedModel.file(loader, List.of())).isEqualTo(model);
    }
  }

  @Test
  void file_firstFolderUnusable_usesTheNext() throws IOException {
    Path blocked = Files.createFile(folder.resolve("not a folder"));
    Path root = folder.resolve("cache");
    try (URLClassLoader loader = jar(HASH)) {
      assertThat(EmbeddedModel.file(loader, List.of(blocked.resolve("x"), root))).startsWith(root);
    }
  }

  @Test
  void file_noUsableFolder_listsWhatWasTried() throws IOException {
    Path blocked = Files.createFile(folder.resolve("blocked"));
    try (URLClassLoader loader = jar(HASH)) {
      assertThatThrownBy(() -> EmbeddedModel.file(loader, List.of(blocked.resolve("x"))))
          .hasMessageContaining("-Dsentiment4j.cache=FOLDER. Tried: " + blocked.resolve("x"))
          .hasMessageContaining("MODEL_NOT_FOUND");
    }
  }

  @Test
  void file_checksumMissingOrMalformed_isRefused() throws IOException {
    try (URLClassLoader loader = jar(null)) {
      assertThatThrownBy(() -> EmbeddedModel.file(loader, List.of(folder)))
          .hasMessageContaining("Expected 64 hex digits in the resource")
          .hasMessageContaining("found nothing")
          .hasMessageContaining("MODEL_INVALID");
    }
    try (URLClassLoader loader = jar("../../etc")) {
      assertThatThrownBy(() -> EmbeddedModel.file(loader, List.of(folder)))
          .hasMessageContaining("found ../../etc");
    }
  }

  @Test
  void embedded_withoutTheResource_saysWhatToAddOrCall() {
    assertThatThrownBy(SentimentClassifier::embedded)
        .isInstanceOf(SentimentException.class)
        .hasMessageContaining("Expected the resource META-INF/sentiment4j/model.gguf")
        .hasMessageContaining("sentiment-embedded")
        .hasMessageContaining("SentimentClassifier.load(path)")
        .hasMessageContaining("[MODEL_NOT_FOUND, see docs/troubleshooting.md#model-not-found]");
  }

  @Test
  void embeddedModel_ofTheContextClassLoader_reachesTheEngine() throws IOException {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    String cache = System.getProperty("sentiment4j.cache");
    try (URLClassLoader loader = jar(HASH)) {
      Thread.currentThread().setContextClassLoader(loader);
      System.setProperty("sentiment4j.cache", folder.resolve("cache").toString());
      try (SentimentClassifier classifier =
          SentimentClassifier.builder().engine(ScriptedEngine.quick()).embeddedModel().build()) {
        assertThat(classifier.info().settings().model())
            .contains(folder.resolve("cache").resolve(HASH).resolve("model.gguf"));
      }
    } finally {
      Thread.currentThread().setContextClassLoader(before);
      if (cache == null) {
        System.clearProperty("sentiment4j.cache");
      } else {
        System.setProperty("sentiment4j.cache", cache);
      }
    }
  }
}
