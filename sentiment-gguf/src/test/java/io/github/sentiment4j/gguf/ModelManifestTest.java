package io.github.sentiment4j.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sentiment4j.support.PendingOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelManifestTest {
  @TempDir Path folder;
  private Path model;
  private Path manifest;
  private String sha256;

  @BeforeEach
  void writeModel() throws Exception {
    model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    manifest = folder.resolve("tiny.gguf.sha256");
    sha256 = sha256(model);
  }

  @Test
  void write_manifest_isWhatSha256sumWrites() throws Exception {
    new ModelManifest(model, sha256).write();

    assertThat(manifest).hasContent(sha256 + "  tiny.gguf\n");
    assertThat(ModelManifest.read(model)).contains(new ModelManifest(model, sha256));
    assertThat(sha256sum("--check", manifest)).isZero();
    Files.writeString(model, "changed");
    assertThat(sha256sum("--check", manifest)).isNotZero();
  }

  @Test
  void write_nameThatNeedsEscapes_isReadByUsAndBySha256sum() throws Exception {
    for (String name : List.of("a b.gguf", "back\\slash.gguf", "line\nend.gguf", "模型 é.gguf")) {
      Path file = Files.writeString(folder.resolve(name), name);

      new ModelManifest(file, sha256(file)).write();

      assertThat(ModelManifest.read(file)).contains(new ModelManifest(file, sha256(file)));
      assertThat(sha256sum("--check", ModelManifest.pathOf(file))).as(name).isZero();
    }
  }

  @Test
  void read_noManifest_isEmptyAndVerifiesAnything() {
    assertThat(ModelManifest.read(model)).isEmpty();
    assertThatCode(() -> ModelManifest.verify(model)).doesNotThrowAnyException();
  }

  @Test
  void read_otherSpellings_areAccepted() throws IOException {
    for (String line :
        List.of(
            sha256 + "  tiny.gguf",
            sha256 + " *tiny.gguf\n",
            sha256.toUpperCase(Locale.ROOT) + "  tiny.gguf\r\n")) {
      Files.writeString(manifest, line);

      assertThat(ModelManifest.read(model)).contains(new ModelManifest(model, sha256));
    }
  }

  @Test
  void read_malformed_isRefusedWithTheNextStep() throws IOException {
    for (String text :
        List.of(
            "",
            "\n",
            sha256,
            sha256 + " tiny.gguf\n",
            sha256.substring(1) + "  tiny.gguf\n",
            sha256 + "0  tiny.gguf\n",
            "g" + sha256.substring(1) + "  tiny.gguf\n",
            "SHA256 (tiny.gguf) = " + sha256 + "\n",
            sha256 + "  tiny.gguf\n" + sha256 + "  other.gguf\n",
            sha256 + "  tiny.gguf\n\n",
            "x".repeat(10_000))) {
      Files.writeString(manifest, text);

      assertRefused(() -> ModelManifest.read(model))
          .hasMessageStartingWith(
              manifest
                  + ": expected one line of 64 hexadecimal digits, two spaces and the file's name,"
                  + " as sha256sum writes it, found \"")
          .hasMessageEndingWith(
              "\", or run 'sha256sum tiny.gguf > tiny.gguf.sha256' if the file is right as it is");
    }
  }

  @Test
  void read_manifestOfAnotherFile_isRefused() throws IOException {
    for (String name : List.of("other.gguf", "./tiny.gguf", "/models/tiny.gguf", "tiny.gguf ")) {
      Files.writeString(manifest, sha256 + "  " + name + "\n");

      assertRefused(() -> ModelManifest.read(model))
          .hasMessageStartingWith(
              manifest + ": expected the sum of tiny.gguf, found that of \"" + name + "\"");
    }
  }

  @Test
  void read_folderInPlaceOfManifest_isRefused() throws IOException {
    Files.createDirectory(manifest);

    assertRefused(() -> ModelManifest.read(model))
        .hasMessage(manifest + ": expected a file, found something else; remove it");
  }

  @Test
  void verify_changedFile_namesBothSumsTheManifestAndTheNextStep() throws Exception {
    new ModelManifest(model, sha256).write();
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 1] ^= 1;
    Files.write(model, bytes);

    assertRefused(() -> ModelManifest.verify(model))
        .hasMessage(
            model
                + ": expected the SHA-256 "
                + sha256
                + " of its manifest tiny.gguf.sha256, found "
                + sha256(model)
                + "; it was changed or damaged: get it again, or run 'sha256sum tiny.gguf >"
                + " tiny.gguf.sha256' if the file is right as it is");
  }

  @Test
  void verify_sameFile_passes() throws IOException {
    new ModelManifest(model, sha256).write();

    assertThatCode(() -> ModelManifest.verify(model)).doesNotThrowAnyException();
  }

  @Test
  void verify_manifestWithoutModel_isNotFound() throws IOException {
    new ModelManifest(model, sha256).write();
    Files.delete(model);

    assertThatThrownBy(() -> ModelManifest.verify(model))
        .isInstanceOfSatisfying(
            ModelFileException.class,
            e -> assertThat(e.kind()).isEqualTo(ModelFileException.Kind.MODEL_NOT_FOUND));
  }

  @Test
  void manifest_noSum_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ModelManifest(model, "abc"))
        .withMessage("expected 64 hexadecimal digits, found abc");
  }

  @Test
  void ggufWriter_write_returnsSizeAndSum() throws Exception {
    GgufWriter.Written written =
        GgufWriter.copyOf(GgufFile.read(model)).write(folder.resolve("copy.gguf"));

    assertThat(written)
        .isEqualTo(
            new GgufWriter.Written(
                Files.size(folder.resolve("copy.gguf")), sha256(folder.resolve("copy.gguf"))));
    assertThat(folder.resolve("copy.gguf.sha256")).doesNotExist();
  }

  @Test
  void ggufWriter_writeOverAFileWithManifest_replacesTheManifest() throws Exception {
    GgufWriter writer = GgufWriter.copyOf(GgufFile.read(model));
    assertThat(writer.writeWithManifest(model).sha256()).isEqualTo(sha256(model));
    assertThat(ModelManifest.read(model)).contains(new ModelManifest(model, sha256(model)));

    writer.putString("general.name", "changed").write(model);

    assertThat(ModelManifest.read(model)).contains(new ModelManifest(model, sha256(model)));
    ModelManifest.verify(model);
  }

  @Test
  void ggufWriter_writeThatFails_leavesFileAndManifestAsTheyWere() throws IOException {
    new ModelManifest(model, sha256).write();
    GgufWriter writer =
        GgufWriter.create()
            .tensor("a", GgmlType.F32, new long[] {4}, ch -> ch.write(ByteBuffer.allocate(12)));

    assertThatIOException().isThrownBy(() -> writer.write(model));

    assertThat(ModelManifest.read(model)).contains(new ModelManifest(model, sha256));
    ModelManifest.verify(model);
  }

  @Test
  void pendingOutput_commit_removesTheManifestOfWhatItReplaces() throws IOException {
    new ModelManifest(model, sha256).write();

    try (PendingOutput output = PendingOutput.file(model).removing(manifest)) {
      output.channel().write(ByteBuffer.wrap(new byte[] {1}));
      assertThat(manifest).exists();
      output.commit();
    }

    assertThat(manifest).doesNotExist();
  }

  /** What a process that is killed runs: changes a model over and over. */
  static final class Changer {
    private Changer() {}

    public static void main(String[] args) throws IOException {
      Path model = Path.of(args[0]);
      for (int i = 0; ; i++) {
        GgufWriter.create().putUint32("general.count", i).writeWithManifest(model);
        System.out.println(i);
      }
    }
  }

  @Test
  void ggufWriter_killedAtAnyMoment_neverLeavesAWrongManifest() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 6; i++) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Changer.class.getName(),
                  model.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.inputReader().readLine();
      TimeUnit.MICROSECONDS.sleep(random.nextInt(100_000));
      process.destroyForcibly().waitFor();

      assertThatCode(() -> ModelManifest.verify(model)).doesNotThrowAnyException();
      assertThat(GgufFile.read(model).metadata()).containsOnlyKeys("general.count");
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ModelFileException.class,
            e -> assertThat(e.kind()).isEqualTo(ModelFileException.Kind.MODEL_INVALID));
  }

  private int sha256sum(String option, Path file) throws Exception {
    Optional<Path> tool =
        List.of(Path.of("/usr/bin/sha256sum"), Path.of("/bin/sha256sum")).stream()
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(tool.isPresent());
    return new ProcessBuilder(tool.get().toString(), option, file.getFileName().toString())
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
