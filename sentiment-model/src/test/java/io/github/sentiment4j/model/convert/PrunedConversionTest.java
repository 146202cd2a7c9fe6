package io.github.sentiment4j.model.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.jni.LlamaTokenizer;
import io.github.sentiment4j.jni.ModelProbe;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.prune.PruningReport.WidthError;
import io.github.sentiment4j.model.prune.PruningSpec;
import io.github.sentiment4j.model.prune.Texts;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiny random models of 300 tokens, pruned on the way to a file, and run by llama.cpp. */
class PrunedConversionTest {
  private static final Texts CORPUS =
      Texts.of(
          Path.of("corpus.txt"),
          IntStream.range(0, 30).mapToObj(i -> "profit rose to 央行 " + i).toList());

  private static final List<String> TEXTS =
      List.of("profit", "profit rose", "profit rose to 央行", "profit rose to 央行 9");

  @TempDir private Path folder;

  private static Path golden(String name) {
    try {
      return Path.of(
          PrunedConversionTest.class.getResource("/goldens/checkpoints/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private Path convert(
      String name, Path base, PruningSpec pruning, UnaryOperator<ConversionSpec.Builder> settings)
      throws IOException {
    Path output = folder.resolve(name);
    run(output, base, pruning, settings);
    return output;
  }

  private Path convert(String name, Path base, PruningSpec pruning) throws IOException {
    return convert(name, base, pruning, builder -> builder);
  }

  private static ConversionReport run(
      Path output, Path base, PruningSpec pruning, UnaryOperator<ConversionSpec.Builder> settings)
      throws IOException {
    ConversionSpec.Builder builder =
        ConversionSpec.builder()
            .base(base)
            .output(output)
            .type(FileType.F32)
            .threads(1)
            .prompt("{text}\nmood:")
            .pruning(pruning);
    return Conversion.open(settings.apply(builder).build()).run(Progress.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2-untied", "qwen3-tied", "llama-tied"})
  void run_allBlocksAndHiddenUnits_writesTheSameBytes(String model) throws IOException {
    Path whole = convert("whole.gguf", golden(model), PruningSpec.NONE);
    PruningSpec all =
        PruningSpec.builder()
            .layers(sizes(whole).layers)
            .feedForwardWidth(sizes(whole).units)
            .calibration(CORPUS)
            .build();
    assertThat(convert("pruned.gguf", golden(model), all)).hasSameBinaryContentAs(whole);
  }

  private record Shape(int layers, int units) {}

  private static Shape sizes(Path file) {
    try (ModelProbe probe = ModelProbe.open(file, 1, 8)) {
      return new Shape(probe.layers(), probe.units());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2-untied", "qwen3-tied", "llama-tied"})
  void run_fewerTokens_givesTheSameLogitsForTheOthers(String model) throws IOException {
    PruningSpec blocks = PruningSpec.builder().layers(1).build();
    PruningSpec tokens = PruningSpec.builder().layers(1).corpus(CORPUS).build();
    Path whole = convert("whole.gguf", golden(model), blocks);
    Path pruned = convert("pruned.gguf", golden(model), tokens);

    List<String> before = GgufFile.read(whole).strings("tokenizer.ggml.tokens");
    List<String> after = GgufFile.read(pruned).strings("tokenizer.ggml.tokens");
    assertThat(after.size()).isLessThan(before.size());
    Map<String, Integer> ids = new HashMap<>();
    IntStream.range(0, before.size()).forEach(id -> ids.put(before.get(id), id));
    double largest = 0;
    for (String text : TEXTS) {
      float[] all = logits(whole, text);
      float[] wanted = new float[after.size()];
      for (int id = 0; id < wanted.length; id++) {
        wanted[id] = all[ids.getOrDefault(after.get(id), -1)];
      }
      largest = Math.max(largest, relativeError(logits(pruned, text), wanted));
    }
    System.out.printf("%s: logits differ by %.1e at most%n", model, largest);
    assertThat(largest).isLessThan(1e-5);
  }

  /** |found - wanted| / |wanted| with Euclidean norms. */
  private static double relativeError(float[] found, float[] wanted) {
    assertThat(found).hasSameSizeAs(wanted);
    double error = 0;
    double norm = 0;
    for (int i = 0; i < wanted.length; i++) {
      error += Math.pow((double) found[i] - wanted[i], 2);
      norm += Math.pow(wanted[i], 2);
    }
    return Math.sqrt(error / norm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen2-untied", "qwen3-tied", "llama-tied"})
  void run_fewerHiddenUnits_givesTheLogitsOfMaskedOnes(String model) throws IOException {
    Path whole = convert("whole.gguf", golden(model), PruningSpec.NONE);
    int width = sizes(whole).units / 2;
    PruningSpec narrow = PruningSpec.builder().feedForwardWidth(width).calibration(CORPUS).build();
    Path pruned = convert("pruned.gguf", golden(model), narrow);

    assertThat(sizes(pruned)).isEqualTo(new Shape(sizes(whole).layers, width));
    boolean[] kept = kept(whole, pruned);
    double largest = 0;
    try (LlamaTokenizer tokenizer = LlamaTokenizer.open(whole);
        ModelProbe masked = ModelProbe.open(whole, 1, 64);
        ModelProbe cut = ModelProbe.open(pruned, 1, 64)) {
      masked.keepUnits(kept);
      for (String text : TEXTS) {
        int[] tokens = tokenizer.tokenize(text, false);
        largest = Math.max(largest, relativeError(cut.logits(tokens), masked.logits(tokens)));
      }
    }
    System.out.printf("%s: logits differ by %.1e at most%n", model, largest);
    assertThat(largest).isLessThan(1e-5);
  }

  /** (L, F) the units whose rows of the gate are in the pruned file, in the same order. */
  private static boolean[] kept(Path whole, Path pruned) throws IOException {
    Shape before = sizes(whole);
    Shape after = sizes(pruned);
    boolean[] kept = new boolean[before.layers * before.units];
    for (int layer = 0; layer < before.layers; layer++) {
      float[][] wanted = rows(pruned, "blk." + layer + ".ffn_gate.weight");
      float[][] all = rows(whole, "blk." + layer + ".ffn_gate.weight");
      int next = 0;
      for (int unit = 0; unit < all.length && next < after.units; unit++) {
        if (Arrays.equals(all[unit], wanted[next])) {
          kept[layer * before.units + unit] = true;
          next++;
        }
      }
      assertThat(next).as("rows of block %d that are found", layer).isEqualTo(after.units);
    }
    return kept;
  }

  private static float[][] rows(Path path, String name) throws IOException {
    GgufFile file = GgufFile.read(path);
    GgufTensor tensor = file.tensor(name).orElseThrow();
    int columns = (int) tensor.shape()[0];
    float[][] rows = new float[(int) tensor.shape()[1]][columns];
    ByteBuffer bytes =
        ByteBuffer.allocate(4 * rows.length * columns).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(path)) {
      channel.read(bytes, file.dataOffset() + tensor.offset());
    }
    bytes.flip();
    for (float[] row : rows) {
      bytes.asFloatBuffer().get(row);
      bytes.position(bytes.position() + 4 * columns);
    }
    return rows;
  }

  private static float[] logits(Path model, String text) {
    try (LlamaTokenizer tokenizer = LlamaTokenizer.open(model);
        ModelProbe probe = ModelProbe.open(model, 1, 64)) {
      return probe.logits(tokenizer.tokenize(text, false));
    }
  }

  @Test
  void run_withAnAdapter_mergesFirst() throws IOException {
    Path adapter = golden("adapters/patterns");
    PruningSpec pruning =
        PruningSpec.builder().layers(1).corpus(CORPUS).feedForwardWidth(32).build();
    Path merged =
        convert(
            "merged.gguf",
            golden("qwen2-tied"),
            PruningSpec.NONE,
            builder -> builder.adapter(adapter));
    Path inTwoSteps = convert("two.gguf", merged, pruning);
    Path inOne =
        convert("one.gguf", golden("qwen2-tied"), pruning, builder -> builder.adapter(adapter));
    GgufFile one = GgufFile.read(inOne);
    GgufFile two = GgufFile.read(inTwoSteps);
    assertThat(one.strings("tokenizer.ggml.tokens"))
        .isEqualTo(two.strings("tokenizer.ggml.tokens"));
    assertThat(one.tensors()).isEqualTo(two.tensors());
    assertThat(tensorBytes(inOne, one)).isEqualTo(tensorBytes(inTwoSteps, two));
  }

  private static byte[] tensorBytes(Path path, GgufFile file) throws IOException {
    byte[] all = Files.readAllBytes(path);
    return Arrays.copyOfRange(all, (int) file.dataOffset(), all.length);
  }

  @Test
  void run_allKindsOfPruning_reportsThem() throws IOException {
    Path output = folder.resolve("out.gguf");
    ConversionReport report =
        run(
            output,
            golden("qwen2-untied"),
            PruningSpec.builder()
                .layers(1)
                .corpus(CORPUS)
                .keepCjk()
                .maxTokens(278)
                .feedForwardWidth(32)
                .unseen(Texts.of(Path.of("unseen.txt"), List.of("the bank fell", "loss")))
                .build(),
            builder -> builder.type(FileType.Q4_0).pure(true));
    var pruning = report.pruning().orElseThrow();
    assertThat(pruning.before().parameters()).isGreaterThan(pruning.after().parameters());
    assertThat(pruning.after().layers()).isEqualTo(1);
    assertThat(pruning.after().feedForwardWidth()).isEqualTo(32);
    assertThat(pruning.after().tokens()).isEqualTo(278);
    assertThat(pruning.after().parameters()).isEqualTo(report.model().parameters());
    assertThat(pruning.unseen().orElseThrow().outsideShare()).isBetween(0.1, 1.0);
    assertThat(pruning.widthErrors().stream().map(WidthError::width)).contains(32);
    assertThat(report.model().blocks()).isEqualTo(1);
    assertThat(report.model().feedForwardLength()).isEqualTo(32);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .allMatch(name -> name.startsWith("out.gguf") && !name.contains(".tmp"));
    }
  }

  @Test
  void open_whatCannotBePruned_isRefusedAndLeavesNothing() {
    Path output = folder.resolve("out.gguf");
    PruningSpec spec = PruningSpec.builder().layers(99).build();
    assertThatThrownBy(() -> run(output, golden("qwen2-untied"), spec, builder -> builder))
        .isInstanceOf(ModelFileException.class)
        .hasMessageContaining(": blocks to keep: expected 1 to ")
        .hasMessageEndingWith(", found 99");
    assertThat(folder).isEmptyDirectory();
  }
}
