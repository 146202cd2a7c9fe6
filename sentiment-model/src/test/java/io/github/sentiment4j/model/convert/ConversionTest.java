package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Architecture;
import io.github.sentiment4j.model.tensor.Weight;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConversionTest {
  @TempDir Path temporary;
  private Path folder;
  private Path base;
  private Path output;
  private MemoryCheckpoint checkpoint;

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(temporary.resolve("out"));
    base = Files.createDirectory(temporary.resolve("base"));
    output = folder.resolve("model.gguf");
    checkpoint = MemoryCheckpoint.of(Architecture.QWEN2, temporary);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_K_M"})
  void run_everyKindOfType_makesAModelWithItsManifest(FileType type) throws IOException {
    ConversionReport report = run(spec(type));

    GgufFile file = GgufFile.read(output);
    assertThat(DecoderModel.check(file)).isEqualTo(report.model());
    assertThat(file.uint32("general.file_type")).isEqualTo(type.id());
    assertThat(report.model().typeName()).isEqualTo(type.name());
    assertThat(report.bytesAfter()).isEqualTo(Files.size(output));
    assertThat(report.sha256()).isEqualTo(ModelManifest.hash(output));
    assertThat(ModelManifest.read(output)).contains(new ModelManifest(output, report.sha256()));
    assertThat(report.typesBefore()).containsOnlyKeys("F32").containsValue(11);
    assertThat(report.warnings()).isEmpty();
    assertThat(names()).containsExactlyInAnyOrder("model.gguf", "model.gguf.sha256");
  }

  @Test
  void run_manyThreads_writesTheSameAsOne() throws IOException {
    checkpoint.matrix("model.layers.0.mlp.up_proj.weight", 96, 64);
    run(spec(FileType.Q8_0, builder -> builder.threads(1)));
    byte[] one = Files.readAllBytes(output);

    run(spec(FileType.Q8_0, builder -> builder.threads(7)));

    assertThat(output).hasBinaryContent(one);
  }

  @Test
  void run_pureType_givesAllMatricesThatType() throws IOException {
    ConversionReport report = run(spec(FileType.Q4_0, builder -> builder.pure(true)));

    assertThat(report.typesAfter())
        .containsOnlyKeys(GgmlType.F32, GgmlType.Q4_0)
        .containsEntry(GgmlType.Q4_0, 8);
  }

  @ParameterizedTest
  @EnumSource(names = {"Q8_0", "Q4_0"})
  void run_sentimentKeys_areInTheFile(FileType type) throws IOException {
    ConversionReport report =
        run(
            spec(
                type,
                builder ->
                    builder
                        .prompt("{text}\n情绪：")
                        .labels(List.of("积极", "中性", "消极"))
                        .temperature(1.5f)
                        .bias(List.of(0.5f, 0f, -0.5f))
                        .abstainBelow(0.4f)
                        .training("{\"seed\":7}")
                        .license("MIT")));

    SentimentMetadata expected =
        new SentimentMetadata(
            "{text}\n情绪：",
            List.of("积极", "中性", "消极"),
            1.5f,
            List.of(0.5f, 0f, -0.5f),
            Optional.of(0.4f),
            Optional.of("{\"seed\":7}"),
            Optional.of("MIT"));
    assertThat(SentimentMetadata.read(GgufFile.read(output))).contains(expected);
    assertThat(report.sentiment()).contains(expected);
  }

  @Test
  void run_progress_growsToTheTotal() throws IOException {
    List<Long> done = new ArrayList<>();
    List<Long> totals = new ArrayList<>();

    open(spec(FileType.F16), UnaryOperator.identity())
        .run(
            (step, bytes, total) -> {
              done.add(bytes);
              totals.add(total);
            });

    assertThat(done).isSorted().last().isEqualTo(totals.get(0));
    assertThat(totals).containsOnly(totals.get(0));
  }

  @Test
  void run_overAnExistingFile_replacesItAndItsManifest() throws IOException {
    Files.writeString(output, "before");
    Files.writeString(ModelManifest.pathOf(output), "before");

    ConversionReport report = run(spec(FileType.F16));

    assertThat(ModelManifest.read(output)).contains(new ModelManifest(output, report.sha256()));
  }

  @Test
  void run_quantizedBaseToQuantized_warns() throws IOException {
    checkpoint.storedAs("Q4_K");

    assertThat(run(spec(FileType.Q8_0)).warnings())
        .containsExactly(
            "requantized from Q4_K: both roundings add up; convert the original weights if you have"
                + " them");
    assertThat(run(spec(FileType.F16)).warnings()).isEmpty();
  }

  @Test
  void run_rowsThatAreNoWholeBlocks_warns() throws IOException {
    checkpoint = MemoryCheckpoint.of(Architecture.QWEN2, temporary, 100);

    assertThat(run(spec(FileType.Q8_0)).warnings())
        .containsExactly("1 matrices are F16: their rows are no multiple of 32");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100, 20_000, 40_000})
  void run_diskIsFull_leavesTheOldFileAndNothingElse(long space) throws IOException {
    for (FileType type : List.of(FileType.F16, FileType.Q4_0)) {
      Files.writeString(output, "before");
      Conversion conversion = open(spec(type), channel -> new FullDisk(channel, space));

      assertThatIOException()
          .isThrownBy(() -> conversion.run(Progress.NONE))
          .withMessage("No space left on device");
      assertThat(output).hasContent("before");
      assertThat(names()).containsExactly("model.gguf");
    }
  }

  @Test
  void run_weightFails_leavesNothing() throws IOException {
    checkpoint.add(new LostWeight());

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> run(spec(FileType.Q8_0)))
        .withMessage("lost: tensor: expected bytes, found the end");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void run_interrupted_leavesNothing() throws IOException {
    for (FileType type : List.of(FileType.F32, FileType.Q4_0)) {
      Thread.currentThread().interrupt();

      assertThatExceptionOfType(ClosedByInterruptException.class).isThrownBy(() -> run(spec(type)));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void run_resultIsNoModel_isRefusedAndLeavesNothing() {
    checkpoint.matrix("lm_head.weight", 7, 64);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> run(spec(FileType.F16)))
        .withMessageStartingWith(
            base + ": as GGUF: expected a model that llama.cpp runs, found " + output + ": tensor")
        .withMessageContaining("\"output.weight\": expected the shape (64, ");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void open_outputInNoFolder_isRefused() {
    output = temporary.resolve("lost/model.gguf");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(spec(FileType.F16)))
        .withMessage(
            "output %s: expected a name in an existing folder, found no folder %s; make it first",
            output, output.getParent());
  }

  @Test
  void open_outputIsAFolder_isRefused() {
    output = folder;

    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(spec(FileType.F16)))
        .withMessage("output %s: expected the name of a file, found a folder", output);
  }

  @Test
  void open_outputIsTheBase_isRefusedUnderAnyName() throws IOException {
    Path gguf = Files.writeString(temporary.resolve("base.gguf"), "weights");
    Path link = Files.createSymbolicLink(folder.resolve("link.gguf"), gguf);
    Path hard = Files.createLink(folder.resolve("hard.gguf"), gguf);
    base = gguf;

    for (Path same : List.of(gguf, link, hard, folder.resolve("../base.gguf"))) {
      output = same;
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run(spec(FileType.F16)))
          .withMessage("output %s: expected another file than what is read, found %s", same, gguf);
    }
    assertThat(gguf).hasContent("weights");
  }

  @Test
  void open_outputIsAFileOfTheBaseOrAdapter_isRefused() throws IOException {
    Path adapter = Files.createDirectory(temporary.resolve("adapter"));
    for (Path input : List.of(base, adapter)) {
      output = Files.writeString(input.resolve("model.safetensors"), "weights");

      assertThatIllegalArgumentException()
          .isThrownBy(() -> run(spec(FileType.F16, builder -> builder.adapter(adapter))))
          .withMessageContaining("expected another file than what is read, found " + output);
      assertThat(output).hasContent("weights");
    }
  }

  @Test
  void run_outputInsideTheBaseFolder_isWritten() throws IOException {
    output = base.resolve("model.gguf");

    run(spec(FileType.F16));
    run(spec(FileType.Q8_0));

    assertThat(GgufFile.read(output).uint32("general.file_type")).isEqualTo(7);
  }

  @Test
  void open_typeThatWantsAnImportanceMatrix_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(spec(FileType.IQ2_XXS)))
        .withMessage("type IQ2_XXS: expected one that needs no importance matrix, such as Q4_K_M");
  }

  @Test
  void open_sentimentKeysWithoutAPrompt_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(spec(FileType.F16, builder -> builder.temperature(2))))
        .withMessage(
            "sentiment.prompt: expected the prompt that the model was trained with, found none here"
                + " and none in the base");
  }

  @Test
  void open_sentimentKeyOutOfRange_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(spec(FileType.F16, builder -> builder.prompt("{text}"))))
        .withMessage(
            "sentiment.prompt: expected something behind {text} that ends the text, found"
                + " \"{text}\"");
    assertThat(folder).isEmptyDirectory();
  }

  private ConversionReport run(ConversionSpec spec) throws IOException {
    return open(spec, UnaryOperator.identity()).run(Progress.NONE);
  }

  private Conversion open(ConversionSpec spec, UnaryOperator<WritableByteChannel> disk)
      throws IOException {
    return Conversion.open(spec, new Source(checkpoint, Optional.empty(), 1000), disk);
  }

  private ConversionSpec spec(FileType type) {
    return spec(type, builder -> builder);
  }

  private ConversionSpec spec(FileType type, UnaryOperator<ConversionSpec.Builder> settings) {
    return settings
        .apply(ConversionSpec.builder().base(base).output(output).type(type).threads(2))
        .build();
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static final class LostWeight implements Weight {
    @Override
    public String name() {
      return "model.layers.0.self_attn.q_proj.weight";
    }

    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public int rows() {
      return 64;
    }

    @Override
    public int columns() {
      return 64;
    }

    @Override
    public String storedAs() {
      return "F32";
    }

    @Override
    public void read(int firstRow, int count, float[] target) {
      throw ModelFileException.invalid(Path.of("lost"), "tensor", "bytes", "the end");
    }
  }
}
