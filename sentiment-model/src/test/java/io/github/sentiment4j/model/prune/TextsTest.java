package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.gguf.ModelFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextsTest {
  @TempDir private Path folder;

  @Test
  void lines_ofAFile_areThoseThatAreNotBlank() throws IOException {
    Path file = Files.writeString(folder.resolve("t.txt"), "\uFEFF涨停\n\n  \r\nshares fell\r\nlast");
    Texts texts = Texts.lines(file);
    for (int time = 0; time < 2; time++) {
      assertThat(all(texts)).containsExactly("涨停", "shares fell", "last");
    }
    assertThat(texts.source()).isEqualTo(file);
  }

  @Test
  void lines_notUtf8_saysAfterWhichLine() throws IOException {
    Path file = folder.resolve("latin1.txt");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xE9, '\n'});
    assertThatThrownBy(() -> all(Texts.lines(file)))
        .isInstanceOf(ModelFileException.class)
        .hasMessage(file + ": after line 0: expected UTF-8, found other bytes");
  }

  @Test
  void lines_noSuchFile_saysSo() {
    Path file = folder.resolve("missing.txt");
    assertThatThrownBy(() -> all(Texts.lines(file)))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file.toString());
  }

  private static List<String> all(Texts texts) throws IOException {
    List<String> all = new ArrayList<>();
    texts.forEach(all::add);
    return all;
  }
}
