package io.github.sentiment4j.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.gguf.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The programs that are not Maven artifacts; java-llama.cpp runs in {@code MainTest}. */
class PeerTest {
  private static final Path PREPARED =
      Path.of(System.getProperty("user.home"), ".cache/sentiment4j/build/peers");
  private static final OpenPeer.Text TEXT = new OpenPeer.Text("Shares rise", "Shares rise\n", 3);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"LLAMA_SERVER", "ONNX_FLOAT32", "ONNX_INT8"})
  void open_notPrepared_saysWhatIsMissingAndWhatBringsIt(Peer peer) {
    assertThatThrownBy(() -> peer.open(setting(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no " + folder)
        .hasMessageContaining("sentiment-bench/peers/prepare");
  }

  @Test
  void open_serverEndsAtOnce_saysItsLastWords() throws IOException {
    Path program = folder.resolve("llama-server");
    Files.writeString(program, "#!/bin/sh\necho loading\necho cannot load $2\nexit 1\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> Peer.LLAMA_SERVER.open(setting(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("has ended; its last words: cannot load ")
        .hasMessageContaining("tiny.gguf");
  }

  @Test
  void open_notAnOnnxFile_saysWhich() throws IOException {
    Files.writeString(folder.resolve("bert-int8.onnx"), "nothing");

    assertThatThrownBy(() -> Peer.ONNX_INT8.open(setting(folder)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ONNX Runtime cannot open ")
        .hasMessageContaining("bert-int8.onnx");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"OURS", "JAVA_LLAMA"})
  void answer_prepared_isALabelOrItsBeginning(Peer peer) throws IOException {
    assumeThat(PREPARED.resolve("llama-server")).exists();
    assumeThat(PREPARED.resolve("bert-int8.onnx")).exists();
    try (OpenPeer program = peer.open(setting(PREPARED))) {
      String answer = program.answer(TEXT);

      assertThat(answer).isNotEmpty();
      assertThat(Peer.LABELS.asList()).anyMatch(word -> word.startsWith(answer));
    }
  }

  private Peer.Setting setting(Path programs) {
    Path model = TinyModel.builder().write(folder.resolve("tiny.gguf"));
    return new Peer.Setting(model, Device.CPU, programs, 1);
  }
}
