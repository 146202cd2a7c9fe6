package io.github.sentiment4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ShellCommandTest {

  @Test
  void of_plainWords_haveNoQuotes() {
    assertThat(ShellCommand.of("convert", "--base", Path.of("数据/Läufe/q8_0.gguf"), "a=b,c:1%"))
        .isEqualTo("sentiment convert --base 数据/Läufe/q8_0.gguf a=b,c:1%");
  }

  @Test
  void of_wordsThatAShellWouldChange_areQuoted() {
    assertThat(
            ShellCommand.of("a b", "it's", "$HOME", "*", "~", "", "{text}\\n", "!x", "…", "a\"b"))
        .isEqualTo("sentiment 'a b' 'it'\\''s' '$HOME' '*' '~' '' '{text}\\n' '!x' '…' 'a\"b'");
  }
}
