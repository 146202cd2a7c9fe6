package io.github.sentiment4j.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.tensor.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFolderTest {
  private static final Path GOLDENS = Path.of("src/test/resources/goldens/tensors/safetensors");
  private static final String FIRST = "model-00001-of-00002.safetensors";
  private static final String SECOND = "model-00002-of-00002.safetensors";

  @TempDir Path folder;
  private Path index;

  @BeforeEach
  void copyShards() throws IOException {
    index = folder.resolve("model.safetensors.index.json");
    for (String name : List.of(FIRST, SECOND, index.getFileName().toString())) {
      Files.copy(GOLDENS.resolve("sharded").resolve(name), folder.resolve(name));
    }
  }

  @Test
  void read_shards_hasAllTensorsFileByFile() {
    SafetensorsFolder weights = SafetensorsFolder.read(folder);

    assertThat(weights.names()).containsExactly("layer.10", "layer.2", "layer.0", "layer.1");
    assertThat(weights.files())
        .extracting(SafetensorsFile::path)
        .containsExactly(folder.resolve(FIRST), folder.resolve(SECOND));
    assertThat(weights.tensor("layer.10")).get().hasToString("layer.10 F32 [2, 3]");
    Weight weight = weights.weight("layer.2").orElseThrow();
    assertThat(weight.rows()).isEqualTo(2);
    assertThat(weights.weight("layer.3")).isEmpty();
    assertThat(weights.folder()).isEqualTo(folder);
    assertThat(weights).hasToString(folder + " (2 safetensors files, 4 tensors)");
  }

  @Test
  void read_singleFile_needsNoIndex() throws IOException {
    Files.delete(index);
    Files.move(folder.resolve(FIRST), folder.resolve("model.safetensors"));

    assertThat(SafetensorsFolder.read(folder).names()).containsExactly("layer.10", "layer.2");
  }

  @Test
  void read_nothingThere_isNotFound() throws IOException {
    Files.delete(index);
    Path missing = folder.resolve("missing");

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFolder.read(folder))
        .withMessage(
            folder
                + ": expected model.safetensors or model.safetensors.index.json, found"
                + " model-00001-of-00002.safetensors, model-00002-of-00002.safetensors; if they are"
                + " shards, fetch the index that belongs to them")
        .matches(e -> e.kind() == Kind.MODEL_NOT_FOUND);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFolder.read(missing))
        .withMessageEndingWith("found no such folder");
  }

  @Test
  void read_singleFileBesideAnOlderIndex_isReadAsTransformersDoes() throws IOException {
    Files.copy(GOLDENS.resolve("sharded").resolve(FIRST), folder.resolve("model.safetensors"));
    Files.createFile(folder.resolve("pytorch_model.bin"));

    SafetensorsFolder weights = SafetensorsFolder.read(folder);

    assertThat(weights.files())
        .extracting(SafetensorsFile::path)
        .containsExactly(folder.resolve("model.safetensors"));
    assertThat(weights.bytes()).isEqualTo(Files.size(folder.resolve(FIRST)));
    assertThat(weights.notRead())
        .contains(
            "the weights are those of model.safetensors, which transformers reads too; not read: "
                + FIRST
                + ", "
                + SECOND
                + ", model.safetensors.index.json, pytorch_model.bin");
  }

  @Test
  void notRead_shardThatTheIndexDoesNotName_isSaid() throws IOException {
    assertThat(SafetensorsFolder.read(folder).notRead()).isEmpty();
    Files.copy(folder.resolve(FIRST), folder.resolve("model-00003-of-00003.safetensors"));

    assertThat(SafetensorsFolder.read(folder).notRead())
        .contains(
            "the weights are those of model.safetensors.index.json, which transformers reads too;"
                + " not read: model-00003-of-00003.safetensors");
  }

  @Test
  void read_onlyWeightsOfPython_saysHowToSaveThemAgain() throws IOException {
    Path pickled = Files.createDirectory(folder.resolve("it's"));
    Files.createFile(pickled.resolve("pytorch_model.bin"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFolder.read(pickled))
        .withMessage(
            pickled
                + ": expected model.safetensors or model.safetensors.index.json, found"
                + " pytorch_model.bin, which only Python reads; save the weights again beside it"
                + " with: python -c \"from transformers import AutoModelForCausalLM as M; d = '"
                + folder
                + "/it\\'s'; M.from_pretrained(d).save_pretrained(d)\"");
  }

  @Test
  void read_oneFileOfAnotherName_saysWhichItShouldHave() throws IOException {
    Path variant = Files.createDirectory(folder.resolve("variant"));
    Files.createFile(variant.resolve("model.fp16.safetensors"));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFolder.read(variant))
        .withMessageEndingWith(
            "found model.fp16.safetensors; if it holds the weights, rename it to"
                + " model.safetensors");
  }

  @Test
  void read_namedFile_isReadAndStaysInTheFolder() throws IOException {
    assertThat(SafetensorsFolder.read(folder, Optional.of(FIRST)).names())
        .containsExactly("layer.10", "layer.2");
    assertThat(SafetensorsFolder.read(folder, Optional.of("model.safetensors.index.json")).names())
        .hasSize(4);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFolder.read(folder, Optional.of("../" + FIRST)))
        .withMessage(
            folder
                + ": transformers_weights: expected the name of a .safetensors file or of an index"
                + " in the same folder, found ../"
                + FIRST);
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFolder.read(folder, Optional.of("no.safetensors")))
        .withMessageContaining(folder + ": expected no.safetensors, found ");
  }

  @Test
  void read_missingShard_isNotFound() throws IOException {
    Files.delete(folder.resolve(SECOND));

    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFolder.read(folder))
        .withMessage(
            index
                + ": \"weight_map\": expected the shard "
                + SECOND
                + " in the same folder, found no such file; fetch it again")
        .matches(e -> e.kind() == Kind.MODEL_NOT_FOUND);
  }

  @Test
  void read_shardOutsideTheFolder_isRefused() throws IOException {
    for (String shard :
        List.of(
            "../x.safetensors",
            "/etc/x.safetensors",
            "..\\\\x.safetensors",
            "x.bin",
            "",
            "C:x.safetensors")) {
      change(SECOND, shard);
      assertThatExceptionOfType(ModelFileException.class)
          .isThrownBy(() -> SafetensorsFolder.read(folder))
          .withMessage(
              index
                  + ": tensor \"layer.1\": expected the name of a .safetensors file in the same"
                  + " folder, found \""
                  + shard
                  + '"')
          .matches(e -> e.kind() == Kind.MODEL_INVALID);
      copyIndex();
    }
  }

  @Test
  void read_indexNamesMoreThanTheShardsHave_isRefused() throws IOException {
    change("\"layer.10\":", "\"layer.11\":");

    assertCorrupt(
        index
            + ": tensor \"layer.11\": expected it in "
            + FIRST
            + ", as the index says, found no such tensor");
  }

  @Test
  void read_tensorInAnotherShard_isRefused() throws IOException {
    change("\"layer.10\": \"" + FIRST, "\"layer.10\": \"" + SECOND);

    assertCorrupt(
        index
            + ": tensor \"layer.10\": expected it in "
            + SECOND
            + ", as the index says, found it in "
            + FIRST);
  }

  @Test
  void read_shardHasMoreThanTheIndexNames_isRefused() throws IOException {
    change("\"layer.10\": \"" + FIRST + "\",", "");

    assertCorrupt(
        folder.resolve(FIRST)
            + ": tensor \"layer.10\": expected only tensors that model.safetensors.index.json"
            + " names, found this one too");
  }

  @Test
  void read_tensorInTwoShards_isRefused() throws IOException {
    Files.copy(folder.resolve(FIRST), folder.resolve("model-3.safetensors"));
    change("\"layer.10\": \"" + FIRST, "\"layer.10\": \"model-3.safetensors");

    assertCorrupt(
        folder.resolve("model-3.safetensors")
            + ": tensor \"layer.10\": expected every tensor in one file, found another one in "
            + FIRST);
  }

  @Test
  void read_totalSize_mustBeThatOfAllTensors() throws IOException {
    change("\"total_size\": 96", "\"total_size\": 100");
    assertCorrupt(
        index + ": \"metadata.total_size\": expected 96, the bytes of all tensors, found 100");
    copyIndex();
    change("\"total_size\": 96", "\"total_size\": \"96\"");
    assertCorrupt(
        index + ": \"metadata.total_size\": expected 96, the bytes of all tensors, found \"96\"");
    copyIndex();
    change("\"total_size\": 96", "\"total_size\": 96.0");
    assertThat(SafetensorsFolder.read(folder).names()).hasSize(4);
    copyIndex();
    change("\"total_size\": 96", "");
    assertThat(SafetensorsFolder.read(folder).names()).hasSize(4);
  }

  @Test
  void read_noWeightMap_isRefused() throws IOException {
    Files.writeString(index, "{}");
    assertCorrupt(index + ": \"weight_map\": expected a value, found nothing");
    Files.writeString(index, "{\"weight_map\":[]}");
    assertCorrupt(
        index + ": \"weight_map\": expected an object with the file of each tensor, found []");
    Files.writeString(index, "{\"weight_map\":{\"a\":1}}");
    assertCorrupt(
        index
            + ": tensor \"a\": expected the name of a .safetensors file in the same folder, found"
            + " 1");
  }

  private void change(String from, String to) throws IOException {
    String text = Files.readString(index);
    assertThat(text).contains(from);
    Files.writeString(index, text.replace(from, to));
  }

  private void copyIndex() throws IOException {
    Files.copy(
        GOLDENS.resolve("sharded").resolve(index.getFileName()),
        index,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void assertCorrupt(String message) {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> SafetensorsFolder.read(folder))
        .withMessage(message)
        .matches(e -> e.kind() == Kind.MODEL_INVALID);
  }
}
