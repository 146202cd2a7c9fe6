package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.support.CacheFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullUnmarked
final class EmbeddedModelTest {
  private static final byte[] MODEL = "GGUF and so on".getBytes(StandardCharsets.US_ASCII);

  /** {@code printf 'GGUF and so on' | sha256sum}. */
  private static final String HASH =
      "1ff03ffde880e467bb6421108fb54c7c357615d16d94e5e9b087d50a2a2a5bfb";

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

  private static List<CacheFolder> folders(Path... roots) {
    return Arrays.stream(roots).map(CacheFolder::of).toList();
  }

  @Test
  void file_damagedInTheCache_isUnpackedAgain() throws IOException {
    try (URLClassLoader loader = jar(HASH)) {
      Path file = EmbeddedModel.file(loader, folders(folder.resolve("cache")));
      Files.write(file, new byte[MODEL.length]);

      assertThat(EmbeddedModel.file(loader, folders(folder.resolve("cache"))))
          .isEqualTo(file)
          .hasBinaryContent(MODEL);
    }
  }

  @Test
  void mend_damagedFile_isUnpackedAgainAndWholeOneIsNot() throws IOException {
    try (URLClassLoader loader = jar(HASH)) {
      Path file = EmbeddedModel.file(loader, folders(folder.resolve("cache")));
      assertThat(EmbeddedModel.mend(loader, file)).isFalse();
      Files.write(file, new byte[MODEL.length]);

      assertThat(EmbeddedModel.mend(loader, file)).isTrue();
      assertThat(file).hasBinaryContent(MODEL);
    }
  }

  @Test
  void file_artifactWhoseModelHasAnotherChecksum_isRefused() throws IOException {
    try (URLClassLoader loader = jar("0".repeat(64))) {
      assertThatThrownBy(() -> EmbeddedModel.file(loader, folders(folder.resolve("cache"))))
          .isInstanceOf(SentimentException.class)
          .hasMessageContaining("expected files with the hash " + "0".repeat(64))
          .hasMessageContaining("the artifact is damaged, get it again");
      assertThat(folder.resolve("cache")).isEmptyDirectory();
    }
  }

  @Test
  void file_inAJar_isUnpackedOnceUnderItsHash() throws IOException {
    Path root = folder.resolve("cache");
    try (URLClassLoader loader = jar(HASH + "  model.gguf\n")) {
      Path file = EmbeddedModel.file(loader, folders(root));
      Object firstKey = Files.readAttributes(file, BasicFileAttributes.class).fileKey();

      assertThat(file).isEqualTo(root.resolve(HASH).resolve("model.gguf")).hasBinaryContent(MODEL);
      assertThat(EmbeddedModel.file(loader, folders(root))).isEqualTo(file);
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
      assertThat(EmbeddedModel.file(loader, folders(blocked.resolve("x"), root))).startsWith(root);
    }
  }

  @Test
  void file_noUsableFolder_listsWhatWasTried() throws IOException {
    Path blocked = Files.createFile(folder.resolve("blocked"));
    try (URLClassLoader loader = jar(HASH)) {
      assertThatThrownBy(() -> EmbeddedModel.file(loader, folders(blocked.resolve("x"))))
          .hasMessageContaining("-Dsentiment4j.cache=FOLDER. Tried:\n  " + blocked.resolve("x"))
          .hasMessageContaining("MODEL_NOT_FOUND");
    }
  }

  @Test
  void file_checksumMissingOrMalformed_isRefused() throws IOException {
    try (URLClassLoader loader = jar(null)) {
      assertThatThrownBy(() -> EmbeddedModel.file(loader, folders(folder)))
          .hasMessageContaining("Expected 64 hex digits in the resource")
          .hasMessageContaining("found nothing")
          .hasMessageContaining("MODEL_INVALID");
    }
    try (URLClassLoader loader = jar("../../etc")) {
      assertThatThrownBy(() -> EmbeddedModel.file(loader, folders(folder)))
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
        .hasMessageContaining("[MODEL_NOT_FOUND, see " + ErrorCode.MODEL_NOT_FOUND.page() + "]");
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
