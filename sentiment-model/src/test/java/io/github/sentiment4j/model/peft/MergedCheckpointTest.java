package io.github.sentiment4j.model.peft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.model.safetensors.SafetensorsTensor;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tensor.internal.TensorCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MergedCheckpointTest {
  private static final double TOLERANCE = 1e-6;

  @TempDir Path folder;

  private final Checkpoint base = HuggingFaceCheckpoint.read(Goldens.checkpoint("qwen2-tied"));

  @ParameterizedTest
  @ValueSource(strings = {"plain", "patterns", "saved"})
  void weight_adapterOfPeft_isWhatPeftMerges(String adapter) {
    Checkpoint merged = MergedCheckpoint.of(base, Goldens.checkpoint("adapters/" + adapter));
    SafetensorsFile expected =
        SafetensorsFile.read(Goldens.checkpoint("adapters/" + adapter + ".safetensors"));
    double largest = 0;
    long same = 0;
    long elements = 0;
    for (SafetensorsTensor tensor : expected.tensors()) {
      if (tensor.name().equals("lm_head.weight") && merged.config().tiedOutput()) {
        continue;
      }
      float[] theirs = read(expected.weight(tensor));
      float[] ours = read(merged.weight(tensor.name()).orElseThrow());
      for (int i = 0; i < theirs.length; i++) {
        largest = Math.max(largest, Math.abs(theirs[i] - ours[i]));
      }
      if (tensor.shape().size() == 2) {
        for (TensorCodec codec : List.of(TensorCodec.F16, TensorCodec.BF16, TensorCodec.Q8_0)) {
          same += same(encode(codec, theirs), encode(codec, ours), codec);
          elements += theirs.length;
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "[parity] merge of adapter %s: tolerance %.0e, largest difference %.1e; %.4f %% of %d"
            + " elements identical after casts%n",
        adapter,
        TOLERANCE,
        largest,
        100.0 * same / elements,
        elements);

    assertThat(largest).isLessThanOrEqualTo(TOLERANCE);
    assertThat((double) same / elements).isGreaterThanOrEqualTo(0.99);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "patterns", "saved"})
  void weight_modulesThatTheAdapterLeavesAlone_areThoseOfTheBase(String adapter) {
    Checkpoint merged = MergedCheckpoint.of(base, Goldens.checkpoint("adapters/" + adapter));
    Set<String> changed =
        SafetensorsFile.read(Goldens.checkpoint("adapters/" + adapter + ".safetensors"))
            .tensors()
            .stream()
            .map(SafetensorsTensor::name)
            .collect(Collectors.toSet());

    for (String name : base.names()) {
      float[] before = read(base.weight(name).orElseThrow());
      float[] after = read(merged.weight(name).orElseThrow());
      if (changed.contains(name)) {
        assertThat(after).as(name).isNotEqualTo(before);
      } else {
        assertThat(after).as(name).isEqualTo(before);
      }
    }
  }

  @Test
  void config_savedOutputHead_isUntied() {
    Checkpoint merged = MergedCheckpoint.of(base, Goldens.checkpoint("adapters/saved"));

    assertThat(base.config().tiedOutput()).isTrue();
    assertThat(merged.config().tiedOutput()).isFalse();
    assertThat(merged.names()).startsWith("lm_head.weight").hasSize(base.names().size() + 1);
  }

  @Test
  void weight_readInPieces_isTheSame() {
    Weight weight =
        MergedCheckpoint.of(base, Goldens.checkpoint("adapters/patterns"))
            .weight("model.layers.1.mlp.up_proj.weight")
            .orElseThrow();
    float[] whole = read(weight);
    float[] part = new float[3 * weight.columns()];
    weight.read(5, 3, part);

    assertThat(part)
        .isEqualTo(Arrays.copyOfRange(whole, 5 * weight.columns(), 8 * weight.columns()));
  }

  @Test
  void of_adapterOfABaseWithOtherShapes_saysSo() {
    Checkpoint other = HuggingFaceCheckpoint.read(Goldens.checkpoint("qwen3-tied"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(other, Goldens.checkpoint("adapters/plain")))
        .withMessageContaining(
            "\"model.layers.0.self_attn.q_proj\": expected matrices for the base's (64, 32), found"
                + " for (32, 32); this adapter belongs to another base")
        .extracting(ModelFileException::kind)
        .isEqualTo(Kind.INVALID_SETTING);
  }

  @Test
  void of_adapterOfABaseWithMoreLayers_saysSo() {
    Path small =
        TinyModel.builder().blocks(1).width(32).heads(4, 2).write(folder.resolve("small.gguf"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(
            () ->
                MergedCheckpoint.of(
                    GgufCheckpoint.read(small), Goldens.checkpoint("adapters/plain")))
        .withMessageContaining("\"model.layers.1.self_attn.q_proj\": expected a part of the base ")
        .withMessageContaining("this adapter belongs to another base");
  }

  @Test
  void of_quantisedBase_saysToExportItFirst() throws IOException {
    Path quantised =
        TinyModel.builder()
            .width(32)
            .heads(4, 2)
            .mutate(
                writer ->
                    writer.tensor(
                        "blk.0.attn_q.weight",
                        GgmlType.Q8_0,
                        new long[] {32, 32},
                        ByteBuffer.allocate(34 * 32)))
            .write(folder.resolve("quantised.gguf"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(
            () ->
                MergedCheckpoint.of(
                    GgufCheckpoint.read(quantised), Goldens.checkpoint("adapters/plain")))
        .withMessageContaining(
            "tensor \"model.layers.0.self_attn.q_proj.weight\": expected a base in F32, F16 or"
                + " BF16 for an adapter, found Q8_0; ")
        .withMessageEndingWith("dequantise it with 'sentiment export' and merge into that folder");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"r\": 4|\"r\": 8|expected matrices of rank 8 by adapter_config.json, found lora_A with 4"
            + " rows and lora_B with 4 columns",
        "\"modules_to_save\": null|\"modules_to_save\": [\"lm_head\","
            + " \"o_proj\"]|\"model.layers.0.self_attn.o_proj.weight\": expected this weight,"
            + " because modules_to_save names it, found no such one; the adapter is incomplete",
        "\"v_proj\"|\"k_proj\"|expected only modules that target_modules names, found one more",
      })
  void of_changedConfig_isRefused(String text, String by, String message) throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Goldens.replace(adapter.resolve("adapter_config.json"), text, by);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageContaining(message);
  }

  @Test
  void of_moduleThatTheFileLacks_isIncomplete() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Goldens.replace(adapter.resolve("adapter_config.json"), "\"v_proj\"", "\"v_proj\", \"o_proj\"");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageContaining(
            "\"model.layers.0.self_attn.o_proj\": expected lora_A and lora_B, because"
                + " target_modules names it, found neither; the adapter is incomplete");
  }

  @Test
  void of_twoMatricesOfOneName_isDamaged() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    renameInHeader(
        adapter.resolve("adapter_model.safetensors"),
        "layers.1.self_attn.q_proj.lora_A.weight",
        "layers.0.self_attn.q_proj.lora_A");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageContaining("expected one lora_A and one lora_B for a module, found one more");
  }

  /** Replaces a name in the header of a safetensors file by one that is not longer. */
  private static void renameInHeader(Path file, String name, String by) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(name);
    String renamed = text.replace(name, by);
    int end = renamed.indexOf("}}") + 2;
    Files.writeString(
        file,
        renamed.substring(0, end)
            + " ".repeat(text.length() - renamed.length())
            + renamed.substring(end),
        StandardCharsets.ISO_8859_1);
  }

  @Test
  void of_brokenJson_saysWhere() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Goldens.replace(
        adapter.resolve("adapter_config.json"), "\"lora_alpha\": 8,", "\"lora_alpha\" 8");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageMatching(
            ".*adapter_config.json: line \\d+, column \\d+: expected JSON, found '8'");
  }

  @Test
  void of_pickle_saysHowToSaveIt() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Files.move(adapter.resolve("adapter_model.safetensors"), adapter.resolve("adapter_model.bin"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "adapter: expected adapter_model.safetensors, found adapter_model.bin only, a pickle,"
                + " which could run any program; load it with PEFT and save it again:"
                + " PeftModel.from_pretrained(base, folder).save_pretrained(folder)");
  }

  private static float[] read(Weight weight) {
    float[] values = new float[weight.rows() * weight.columns()];
    weight.read(0, weight.rows(), values);
    return values;
  }

  private static byte[] encode(TensorCodec codec, float[] values) {
    ByteBuffer target = ByteBuffer.allocate((int) codec.type().bytes(values.length));
    codec.encode(values, 0, values.length, target);
    return target.array();
  }

  /** Elements whose bytes agree; of a block of Q8_0 the scale counts for each element. */
  private static long same(byte[] theirs, byte[] ours, TensorCodec codec) {
    long same = 0;
    int block = codec.type().blockBytes();
    for (int at = 0; at < theirs.length; at += block) {
      if (codec == TensorCodec.Q8_0) {
        boolean scale = theirs[at] == ours[at] && theirs[at + 1] == ours[at + 1];
        for (int i = 2; i < block && scale; i++) {
          same += theirs[at + i] == ours[at + i] ? 1 : 0;
        }
      } else {
        same += theirs[at] == ours[at] && theirs[at + 1] == ours[at + 1] ? 1 : 0;
      }
    }
    return same;
  }
}
