package io.github.sentiment4j.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

final class PromptOptionsTest {
  private final PromptOptions.LabelWordsConverter converter =
      new PromptOptions.LabelWordsConverter();

  @Test
  void convert_blanksAroundWords_doNotCount() {
    assertThat(converter.convert("积极, 中性,\t消极 ").asList()).containsExactly("积极", "中性", "消极");
  }

  /** So that what finetune prints is read back as it was. */
  @Test
  void convert_blankBeforeEachWord_isKept() {
    assertThat(converter.convert(" up,  flat, down").asList())
        .containsExactly(" up", " flat", " down");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b | expected three words with commas between, such as 积极,中性,消极; found 2 in \"a,b\"",
        "a,b,c,d | expected three words with commas between, such as 积极,中性,消极; found 4 in \"a,b,c,d\"",
        "a,,c | A label word is missing or blank",
        "a,b,a | Two label words are the same",
      })
  void convert_wrongWords_saysWhy(String words, String message) {
    assertThatThrownBy(() -> converter.convert(words))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining(message);
  }
}
