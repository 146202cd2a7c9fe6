package io.github.sentiment4j.model.peft;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.Goldens;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.safetensors.SafetensorsFile;
import io.github.sentiment4j.model.safetensors.SafetensorsTensor;
import io.github.sentiment4j.model.safetensors.SafetensorsType;
import io.github.sentiment4j.model.safetensors.SafetensorsWriter;
import io.github.sentiment4j.model.tensor.Weight;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Adapters that are saved in other ways, damaged, or of no use. */
final class AdapterVariantsTest {
  private static final String DECODER_WARNING =
      "the adapter was trained on the bare decoder (AutoModel): its output head is the base's,"
          + " which training has not seen";

  @TempDir Path folder;

  private final Checkpoint base = HuggingFaceCheckpoint.read(Goldens.checkpoint("qwen2-tied"));

  @ParameterizedTest
  @CsvSource({
    "base_model.model., base_model.model._orig_mod.",
    "base_model.model., _orig_mod.base_model.model.",
    "base_model.model., base_model.model.module.",
    "base_model.model., module.base_model.model.",
    "base_model.model., _fsdp_wrapped_module.base_model.model._fsdp_wrapped_module.",
    ".mlp., ._checkpoint_wrapped_module.mlp.",
    ".lora_A.weight, .lora_A.default.weight",
    ".lora_B.weight, .lora_B.default.weight",
    "lora_embedding_A, lora_embedding_A.sft",
    ".base_layer.weight, .original_module.weight",
    ".base_layer.weight, .weight",
  })
  void weight_otherNamesOfTheSame_isTheSame(String name, String by) throws IOException {
    Path adapter = rewrite("embedding", n -> n.replace(name, by), n -> false, 0);

    MergedCheckpoint merged = MergedCheckpoint.of(base, adapter);

    MergedCheckpoint expected = MergedCheckpoint.of(base, Goldens.checkpoint("adapters/embedding"));
    assertThat(merged.names()).isEqualTo(expected.names());
    for (String weight : expected.names()) {
      assertThat(read(merged.weight(weight).orElseThrow()))
          .as(weight)
          .isEqualTo(read(expected.weight(weight).orElseThrow()));
    }
  }

  @Test
  void of_wrapperThatAPatternDependsOn_isRefused() throws IOException {
    Path adapter =
        rewrite("overlapping", n -> n.replace(".self_attn", "._orig_mod.self_attn"), n -> false, 0);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageContaining(
            "\"model.layers.0._orig_mod.self_attn.q_proj\": expected the same rank and alpha as for"
                + " model.layers.0.self_attn.q_proj, found others by adapter_config.json; save the"
                + " adapter from the model that is not wrapped");
  }

  @Test
  void warnings_adapterOfADecoder_sayThatItHadNoHead() {
    assertThat(MergedCheckpoint.of(base, Goldens.checkpoint("adapters/decoder")).warnings())
        .contains(DECODER_WARNING);
  }

  @Test
  void warnings_oneNameOfATiedMatrix_sayThatTheOutputIsUntied() {
    assertThat(MergedCheckpoint.of(base, Goldens.checkpoint("adapters/embedding")).warnings())
        .containsExactly(
            "the base ties output head and token embedding, the adapter changes only one of them or"
                + " each in its own way: the file has both, which are 10,240 parameters more before"
                + " any pruning; with ensure_weight_tying they are trained as one");
  }

  @Test
  void warnings_patternsThatOverlap_sayWhichCounts() {
    assertThat(MergedCheckpoint.of(base, Goldens.checkpoint("adapters/overlapping")).warnings())
        .containsExactly(
            "several patterns of rank_pattern or alpha_pattern fit one module; the first in the"
                + " file counts, as for PEFT, which sorts them when it saves");
  }

  @Test
  void warnings_plainAdapter_areNone() {
    assertThat(MergedCheckpoint.of(base, Goldens.checkpoint("adapters/plain")).warnings())
        .isEmpty();
  }

  @Test
  void warnings_everyBIsZero_sayThatNothingChanges() throws IOException {
    Path adapter = rewrite("plain", n -> n, n -> n.contains("lora_B"), 0);

    MergedCheckpoint merged = MergedCheckpoint.of(base, adapter);

    assertThat(merged.warnings())
        .containsExactly(
            "the adapter changes none of its 4 modules, their lora_B (of an embedding: lora_A) is"
                + " zero: it was saved before training, or by a process that did not have the"
                + " trained matrices");
    String name = "model.layers.0.self_attn.q_proj.weight";
    assertThat(read(merged.weight(name).orElseThrow()))
        .isEqualTo(read(base.weight(name).orElseThrow()));
  }

  @Test
  void warnings_oneBIsZero_sayHowMany() throws IOException {
    Path adapter = rewrite("plain", n -> n, n -> n.contains("layers.0.self_attn.q_proj.lora_B"), 0);

    assertThat(MergedCheckpoint.of(base, adapter).warnings())
        .containsExactly(
            "1 of the adapter's 4 modules stay as they are, their lora_B (of an embedding: lora_A)"
                + " is zero: they were not trained");
  }

  @Test
  void warnings_fieldsOfANewerPeft_areListed() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Goldens.replace(
        adapter.resolve("adapter_config.json"), "\"r\": 4", "\"r\": 4, \"use_new\": true");

    assertThat(MergedCheckpoint.of(base, adapter).warnings())
        .containsExactly(
            "adapter_config.json has fields that PEFT 0.21.2 does not know, they were left out:"
                + " use_new");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lora_A", "layers.1.self_attn.v_proj.lora_B"})
  void of_numberThatIsNotFinite_isRefused(String matrix) throws IOException {
    Path adapter = rewrite("plain", n -> n, n -> n.contains(matrix), Float.NaN);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "_proj\": expected finite numbers, found NaN or infinity; the training diverged: take"
                + " an earlier checkpoint, or train with a smaller learning rate");
  }

  @Test
  void of_savedEmbeddingThatIsNotFinite_isRefused() throws IOException {
    Path adapter =
        rewrite(
            "saved-embedding", n -> n, n -> n.contains("tokens.weight"), Float.NEGATIVE_INFINITY);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageContaining(
            "\"model.embed_tokens.weight\": expected finite numbers, found NaN or");
  }

  @Test
  void of_emptyMatrices_areExplained() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    SafetensorsWriter writer = SafetensorsWriter.create();
    writer.tensor(
        "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight",
        SafetensorsType.F32,
        List.of(0L),
        channel -> {});
    writer.write(adapter.resolve("adapter_model.safetensors"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "lora_A.weight\": expected a matrix, found the shape [0]: DeepSpeed ZeRO-3 and FSDP"
                + " leave this where the parts of the processes were not gathered; save the adapter"
                + " again with stage3_gather_16bit_weights_on_model_save (ZeRO-3) or a full state"
                + " dict (FSDP)");
  }

  @Test
  void of_headOfAClassifier_saysWhatToTrain() throws IOException {
    Path adapter = rewrite("saved", n -> n.replace("model.lm_head", "model.score"), n -> false, 0);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "\"score\": expected modules of a language model, found the head of a classifier, which"
                + " a language model has no place for; train a language model to say the label"
                + " words, for instance with './sentiment finetune'");
  }

  @Test
  void of_classifierWithoutTaskType_isRefusedByItsClass() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Path config = adapter.resolve("adapter_config.json");
    Goldens.replace(
        config,
        "\"auto_mapping\": null",
        "\"auto_mapping\": {\"base_model_class\": \"Qwen2ForSequenceClassification\"}");
    Goldens.replace(config, "\"task_type\": \"CAUSAL_LM\"", "\"task_type\": null");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageContaining(
            "\"auto_mapping\": expected CAUSAL_LM, found Qwen2ForSequenceClassification: a"
                + " classifier with a head of its own");
  }

  @Test
  void of_otherBase_saysWhatTheAdapterNames() throws IOException {
    Path adapter = rewrite("plain", n -> n.replace("layers.1", "layers.7"), n -> false, 0);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "no such one there; this adapter belongs to another base (adapter_config.json names"
                + " qwen2-tied)");
  }

  @Test
  void of_differentMatricesWhereTheyAreTied_isDamaged() throws IOException {
    Path adapter = rewrite("embedding-tied", n -> n, n -> n.contains("lm_head.lora_A"), 1);

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "\"lm_head\": expected the same change as that of embed_tokens, because"
                + " ensure_weight_tying is true, found another one, or none");
  }

  @Test
  void of_embeddingThatTheFileLacks_isIncomplete() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Goldens.replace(
        adapter.resolve("adapter_config.json"), "\"v_proj\"", "\"v_proj\", \"embed_tokens\"");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "\"model.embed_tokens\": expected lora_A and lora_B, because target_modules names it,"
                + " found neither; the adapter is incomplete");
  }

  @Test
  void of_biasThatTheFileLacks_isIncomplete() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Goldens.replace(
        adapter.resolve("adapter_config.json"), "\"bias\": \"none\"", "\"bias\": \"lora_only\"");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "\"model.layers.0.self_attn.q_proj.bias\": expected this bias, because of the field"
                + " \"bias\", found no such one; the adapter is incomplete");
  }

  @Test
  void of_ranksByPatternsThatOverlap_saysWhy() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Goldens.replace(
        adapter.resolve("adapter_config.json"),
        "\"rank_pattern\": {}",
        "\"rank_pattern\": {\"layers.0.self_attn.q_proj\": 8, \"q_proj\": 4}");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "columns; several patterns of rank_pattern fit it, and PEFT sorts them when it saves:"
                + " leave the one that counted in training");
  }

  @Test
  void of_whatPeftMergesWronglyOfATiedBase_isNotSentThere() throws IOException {
    Path adapter = Goldens.copy("adapters/embedding", folder.resolve("adapter"));
    Goldens.replace(
        adapter.resolve("adapter_config.json"), "\"use_dora\": false", "\"use_dora\": true");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "\"use_dora\": expected false, found true; where the base ties embed_tokens and"
                + " lm_head, first save a copy of it with tie_word_embeddings false and an"
                + " lm_head.weight of its own; merge the adapter into that with PEFT and convert"
                + " the result");
  }

  @Test
  void vocabulary_resized_isThatOfTheAdapter() {
    MergedCheckpoint merged = MergedCheckpoint.of(base, Goldens.checkpoint("adapters/larger"));

    assertThat(merged.config().vocabularySize()).isEqualTo(322);
    assertThat(merged.vocabulary().tokens().subList(316, 322))
        .containsExactly("<|im_end|>", "<extra0>", "<extra1>", "<extra2>", "<extra3>", "<extra4>");
    assertThat(merged.vocabulary().merges()).isEqualTo(base.vocabulary().merges());
    assertThat(merged.vocabulary().specialIds())
        .containsAllEntriesOf(base.vocabulary().specialIds());
    assertThat(merged.warnings())
        .containsExactly(
            "the adapter was trained with 322 tokens, the base has 320: the tokenizer is that in"
                + " the adapter's folder");
  }

  @Test
  void of_resizedWithoutTokenizer_saysWhatIsMissing() throws IOException {
    Path adapter = Goldens.copy("adapters/larger", folder.resolve("adapter"));
    Files.delete(adapter.resolve("tokenizer.json"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessage(
            adapter.resolve("tokenizer.json")
                + ": expected the tokenizer of the 322 tokens that were trained (the base has 320),"
                + " found no such file; copy tokenizer.json and tokenizer_config.json of the"
                + " training into this folder (tokenizer.save_pretrained)");
  }

  @Test
  void of_tokenizerOfAnotherBase_isRefused() throws IOException {
    Path adapter = Goldens.copy("adapters/larger", folder.resolve("adapter"));
    Goldens.replace(adapter.resolve("tokenizer.json"), "<|im_end|>", "<|im_stop|>");
    Goldens.replace(adapter.resolve("tokenizer_config.json"), "<|im_end|>", "<|im_stop|>");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> MergedCheckpoint.of(base, adapter))
        .withMessageEndingWith(
            "tokenizer.json: token 316: expected \"<|im_end|>\" as in the base, found"
                + " \"<|im_stop|>\"; this adapter belongs to another base");
  }

  @Test
  void vocabulary_tokensAddedToUnusedRows_areThere() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Files.copy(
        Goldens.checkpoint("adapters/larger/tokenizer_config.json"),
        adapter.resolve("tokenizer_config.json"));
    String json = Files.readString(Goldens.checkpoint("adapters/larger/tokenizer.json"));
    Files.writeString(
        adapter.resolve("tokenizer.json"),
        json.replaceAll(",\\s*\\{\\s*\"id\": (?:320|321)[^}]*}", ""));

    MergedCheckpoint merged = MergedCheckpoint.of(base, adapter);

    assertThat(base.vocabulary().tokens()).endsWith("[PAD317]", "[PAD318]", "[PAD319]");
    assertThat(merged.vocabulary().tokens()).endsWith("<extra0>", "<extra1>", "<extra2>");
    assertThat(merged.warnings())
        .containsExactly(
            "the tokenizer in the adapter's folder has tokens that the base's does not have: the"
                + " model has these tokens too");
  }

  @Test
  void vocabulary_tokenizerThatCannotBeUsed_isThatOfTheBase() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Files.writeString(adapter.resolve("tokenizer.json"), "{}");

    MergedCheckpoint merged = MergedCheckpoint.of(base, adapter);

    assertThat(merged.vocabulary()).isSameAs(base.vocabulary());
    assertThat(merged.warnings())
        .singleElement()
        .asString()
        .startsWith(
            "the tokenizer in the adapter's folder cannot be used, the model has the base's: "
                + adapter.resolve("tokenizer.json"));
  }

  /** A copy of an adapter with other names, and some tensors filled with one number. */
  private Path rewrite(
      String adapter, UnaryOperator<String> names, Predicate<String> filled, float by)
      throws IOException {
    Path copy = Goldens.copy("adapters/" + adapter, folder.resolve("adapter"));
    Path file = copy.resolve("adapter_model.safetensors");
    SafetensorsFile tensors = SafetensorsFile.read(file);
    SafetensorsWriter writer = SafetensorsWriter.create();
    for (SafetensorsTensor tensor : tensors.tensors()) {
      float[] values = read(tensors.weight(tensor));
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (float value : values) {
        bytes.putFloat(filled.test(tensor.name()) ? by : value);
      }
      writer.tensor(
          names.apply(tensor.name()),
          SafetensorsType.F32,
          tensor.shape(),
          channel -> channel.write(bytes.flip()));
    }
    Path written = folder.resolve("rewritten.safetensors");
    writer.write(written);
    Files.copy(written, file, REPLACE_EXISTING);
    return copy;
  }

  private static float[] read(Weight weight) {
    float[] values = new float[weight.rows() * weight.columns()];
    weight.read(0, weight.rows(), values);
    return values;
  }
}
