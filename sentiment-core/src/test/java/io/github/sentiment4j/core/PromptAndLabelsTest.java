package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
final class PromptAndLabelsTest {

  @Test
  void prompt_template_isSplitAtThePlaceholder() {
    PromptTemplate prompt = PromptTemplate.of("News: {text}\nMood:");

    assertThat(prompt.prefix()).isEqualTo("News: ");
    assertThat(prompt.suffix()).isEqualTo("\nMood:");
    assertThat(prompt.template()).isEqualTo("News: {text}\nMood:");
    assertThat(prompt).isEqualTo(PromptTemplate.of("News: {text}\nMood:"));
    assertThat(prompt).isNotEqualTo(PromptTemplate.DEFAULT);
    assertThat(PromptTemplate.of("{text}\n").prefix()).isEmpty();
  }

  @Test
  void prompt_withoutExactlyOnePlaceholderAndASuffix_isRefused() {
    assertThatThrownBy(() -> PromptTemplate.of("News:"))
        .hasMessageContaining("A prompt needs exactly one {text}, this one has none: \"News:\"")
        .hasMessageContaining("INVALID_SETTING");
    assertThatThrownBy(() -> PromptTemplate.of("{text} and {text}."))
        .hasMessageContaining("this one has several");
    assertThatThrownBy(() -> PromptTemplate.of("News: {text}"))
        .hasMessageContaining("A prompt needs a suffix behind {text}");
    assertThatThrownBy(() -> PromptTemplate.of("\uD83D {text}\n"))
        .hasMessageContaining("found a lone surrogate U+D83D at index 0");
  }

  @Test
  void labelWords_missingBlankEqualOrIllFormed_areRefused() {
    assertThatThrownBy(() -> new LabelWords("up", null, "down"))
        .hasMessageContaining(
            "A label word is missing or blank: positive \"up\", neutral \"null\"");
    assertThatThrownBy(() -> new LabelWords("up", " ", "down")).hasMessageContaining("blank");
    assertThatThrownBy(() -> new LabelWords("up", "flat", "up"))
        .hasMessageContaining("Two label words are the same")
        .hasMessageContaining("INVALID_SETTING");
    assertThatThrownBy(() -> new LabelWords("up", "flat", "x\uDC00"))
        .hasMessageContaining("Expected a label word of well-formed Unicode")
        .hasMessageContaining("U+DC00 at index 1");
  }

  @Test
  void labelWords_onePrefixOfAnother_areAllowedAndOrdered() {
    LabelWords words = new LabelWords("good", "goodish", "bad");

    assertThat(words.asList()).containsExactly("good", "goodish", "bad");
    assertThat(words.word(Sentiment.NEUTRAL)).isEqualTo("goodish");
  }
}
