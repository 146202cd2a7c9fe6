package io.github.sentiment4j.jni;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelProbeTest {
  private static final int LAYERS = 2;
  private static final int UNITS = 128;
  private static final int[] TOKENS = {70, 5, 260, 261, 33, 9};

  @TempDir Path folder;

  @Test
  void keepUnits_halfOfThem_givesTheLogitsOfTheModelWithoutTheOthers() throws IOException {
    Path model = TinyModel.builder().feedForward(UNITS).write(folder.resolve("tiny.gguf"));
    int[] kept = IntStream.range(0, UNITS).filter(unit -> unit % 3 != 1).toArray();
    Path pruned = withUnits(model, kept, folder.resolve("pruned.gguf"));
    boolean[] mask = new boolean[LAYERS * UNITS];
    for (int layer = 0; layer < LAYERS; layer++) {
      for (int unit : kept) {
        mask[layer * UNITS + unit] = true;
      }
    }

    try (ModelProbe whole = ModelProbe.open(model, 2, 16);
        ModelProbe without = ModelProbe.open(pruned, 1, 16)) {
      float[] all = whole.logits(TOKENS);
      whole.keepUnits(mask);
      float[] masked = whole.logits(TOKENS);

      assertThat(largestDifference(masked, without.logits(TOKENS))).isLessThan(1e-5);
      assertThat(largestDifference(masked, all)).isGreaterThan(1e-3);
      whole.keepUnits(null);
      assertThat(whole.logits(TOKENS)).isEqualTo(all);
    }
  }

  @Test
  void keepUnits_allOfThem_changesNoBit() {
    Path model = TinyModel.builder().feedForward(UNITS).write(folder.resolve("tiny.gguf"));
    boolean[] mask = new boolean[LAYERS * UNITS];
    Arrays.fill(mask, true);

    try (ModelProbe probe = ModelProbe.open(model, 1, 16)) {
      float[] all = probe.logits(TOKENS);
      probe.keepUnits(mask);
      assertThat(probe.logits(TOKENS)).isEqualTo(all);
    }
  }

  @Test
  void addActivity_prefixesOfAText_addUp() {
    Path model = TinyModel.builder().feedForward(UNITS).write(folder.resolve("tiny.gguf"));
    try (ModelProbe probe = ModelProbe.open(model, 1, 16)) {
      assertThat(probe.layers()).isEqualTo(LAYERS);
      assertThat(probe.units()).isEqualTo(UNITS);
      double[] short1 = activity(probe, Arrays.copyOf(TOKENS, 1));
      double[] short2 = activity(probe, Arrays.copyOf(TOKENS, 2));
      double[] twice = short2.clone();
      probe.addActivity(Arrays.copyOf(TOKENS, 2), twice);

      for (int i = 0; i < short1.length; i++) {
        assertThat(twice[i]).isCloseTo(2 * short2[i], within(1e-9));
        // The first block sums over both tokens, the last block counts the last token only.
        if (i < UNITS) {
          assertThat(short2[i]).isGreaterThanOrEqualTo(short1[i] - 1e-6);
        }
      }
      assertThat(short2).isNotEqualTo(short1);
    }
  }

  @Test
  void logits_tooManyTokens_saysHowMany() {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    try (ModelProbe probe = ModelProbe.open(model, 1, 4)) {
      assertThatExceptionOfType(SentimentException.class)
          .isThrownBy(() -> probe.logits(TOKENS))
          .withMessageStartingWith("expected 1 to 4 tokens, found 6");
      assertThat(probe.logits(new int[] {1})).hasSize(vocabularySize(model));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> probe.keepUnits(new boolean[3]))
          .withMessage("kept: expected 2 x 128 elements, found 3");
    }
  }

  private static int vocabularySize(Path model) {
    return GgufFile.read(model).strings("tokenizer.ggml.tokens").size();
  }

  private static double[] activity(ModelProbe probe, int[] tokens) {
    double[] sums = new double[probe.layers() * probe.units()];
    probe.addActivity(tokens, sums);
    return sums;
  }

  private static double largestDifference(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
  }

  /** Writes a copy of an F32 model with some of its hidden units. */
  private static Path withUnits(Path model, int[] units, Path target) throws IOException {
    GgufFile file = GgufFile.read(model);
    GgufWriter writer = GgufWriter.copyOf(file);
    writer.putUint32("qwen2.feed_forward_length", units.length);
    for (GgufTensor tensor : file.tensors()) {
      long[] shape = tensor.shape();
      FloatBuffer from = file.data(tensor).asFloatBuffer();
      if (tensor.name().matches(".*ffn_(gate|up)\\.weight")) {
        int width = (int) shape[0];
        float[] to = new float[units.length * width];
        for (int i = 0; i < units.length; i++) {
          from.get(units[i] * width, to, i * width, width);
        }
        writer.tensor(tensor.name(), GgmlType.F32, new long[] {width, units.length}, bytes(to));
      } else if (tensor.name().endsWith("ffn_down.weight")) {
        int rows = (int) shape[1];
        float[] to = new float[rows * units.length];
        for (int row = 0; row < rows; row++) {
          for (int i = 0; i < units.length; i++) {
            to[row * units.length + i] = from.get(row * UNITS + units[i]);
          }
        }
        writer.tensor(tensor.name(), GgmlType.F32, new long[] {units.length, rows}, bytes(to));
      }
    }
    writer.write(target);
    return target;
  }

  private static ByteBuffer bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }
}
