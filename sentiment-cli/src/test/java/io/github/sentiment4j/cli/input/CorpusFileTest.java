package io.github.sentiment4j.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.cli.command.InputException;
import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusFileTest {
  @TempDir private Path folder;

  @Test
  void forEach_lines_leavesOutBlankOnes() throws IOException {
    assertThat(texts(file("news.txt", "\uFEFF涨停\n\n \nshares fell")))
        .containsExactly("涨停", "shares fell");
  }

  @Test
  void forEach_columnsAndFields_areThoseThatAreNamed() throws IOException {
    assertThat(texts(file("a.csv", "id,text\n1,\"up, up\"\n"))).containsExactly("up, up");
    assertThat(texts(file("b.csv", "Title,n\nup,1\ndown,2\n") + ":Title"))
        .containsExactly("up", "down");
    assertThat(texts(file("c.tsv", "Title\tn\nup\t1\n") + ":Title")).containsExactly("up");
    assertThat(texts(file("d.jsonl", "{\"headline\":\"up\"}\n") + ":headline"))
        .containsExactly("up");
  }

  @Test
  void forEach_noNameInTheArgument_takesTheOneForAll() throws IOException {
    String file = file("b.csv", "Title,n\nup,1\n");
    List<String> texts = new ArrayList<>();

    CorpusFile.of(file, "Title").forEach(texts::add);
    CorpusFile.of(file + ":n", "Title").forEach(texts::add);

    assertThat(texts).containsExactly("up", "1");
  }

  @Test
  void forEach_fileWithAColonInItsName_isThatFile() throws IOException {
    assertThat(texts(file("10:30.txt", "up\n"))).containsExactly("up");
  }

  @Test
  void forEach_noSuchColumn_saysHowToNameOne() throws IOException {
    String file = file("b.csv", "Title,n\nup,1\n");
    assertThatThrownBy(() -> texts(file))
        .isInstanceOf(SentimentException.class)
        .hasMessageStartingWith(
            file
                + ": there is no column \"text\", the header has: Title, n; "
                + file
                + ":NAME names the one with the text");
  }

  @Test
  void forEach_lineThatIsNotUtf8_saysWhich() throws IOException {
    Path file = folder.resolve("latin1.txt");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xE9, '\n'});
    assertThatThrownBy(() -> texts(file.toString()))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": line 2: expected UTF-8, found the byte 0xE9; save it as UTF-8, or name its --encoding");
  }

  @Test
  void forEach_noSuchFile_saysSo() {
    assertThatThrownBy(() -> texts(folder.resolve("missing.txt").toString()))
        .isInstanceOf(NoSuchFileException.class);
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static List<String> texts(String argument) throws IOException {
    List<String> texts = new ArrayList<>();
    CorpusFile.of(argument).forEach(texts::add);
    return texts;
  }
}
