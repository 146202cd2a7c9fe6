package io.github.sentiment4j.model.peft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdapterFolderTest {
  @TempDir Path folder;

  @Test
  void config_adapterOneFolderDown_isNamed() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("sft"));

    expect(folder, "none there, but an adapter in " + adapter + "; name that folder");
  }

  @Test
  void config_checkpointsOfATrainer_areListedByNumber() throws IOException {
    Goldens.copy(
        "adapters/plain", Files.createDirectory(folder.resolve("checkpoint-1000")).resolve("sft"));
    Goldens.copy("adapters/plain", folder.resolve("checkpoint-500"));
    Goldens.copy("adapters/plain", folder.resolve("sft"));

    expect(
        folder,
        "none there, but adapters in "
            + folder.resolve("checkpoint-500")
            + ", "
            + folder.resolve("checkpoint-1000").resolve("sft")
            + ", "
            + folder.resolve("sft")
            + "; name one of these folders");
  }

  @Test
  void config_nothing_saysSo() {
    expect(folder, "no such file");
    expect(folder.resolve("missing"), "no such folder");
  }

  @Test
  void config_file_asksForItsFolder() throws IOException {
    expect(
        Files.createFile(folder.resolve("adapter_model.safetensors")),
        "a file; name the folder that it lies in");
  }

  @Test
  void config_weightsAlone_asksForTheirConfiguration() throws IOException {
    Files.createFile(folder.resolve("adapter_model.safetensors"));

    expect(folder, "its weights alone; copy the adapter_config.json that was saved with them");
  }

  @Test
  void config_wholeModel_saysThatItIsABase() throws IOException {
    Files.createFile(folder.resolve("config.json"));

    expect(folder, "a whole model; name it as the base, without an adapter");
  }

  @Test
  void weights_pickleBesideThem_areThoseThatPeftLoads() throws IOException {
    Path adapter = Goldens.copy("adapters/plain", folder.resolve("adapter"));
    Files.createFile(adapter.resolve("adapter_model.bin"));

    assertThat(AdapterFolder.weights(adapter).path())
        .isEqualTo(adapter.resolve("adapter_model.safetensors"));
  }

  private static void expect(Path path, String found) {
    assertThatExceptionOfType(ModelFileException.class)
        .isThrownBy(() -> AdapterConfig.read(path))
        .withMessage(
            path
                + ": expected the folder of a PEFT adapter, with adapter_config.json, found "
                + found)
        .extracting(ModelFileException::kind)
        .isEqualTo(Kind.MODEL_NOT_FOUND);
  }
}
