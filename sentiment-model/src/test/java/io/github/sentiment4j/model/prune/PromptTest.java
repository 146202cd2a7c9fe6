package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PromptTest {
  @Test
  void of_aTemplate_isWhatStandsAroundTheText() {
    assertThat(Prompt.of("{text}\n情绪：", List.of("a", "b", "c")))
        .isEqualTo(new Prompt("", "\n情绪：", List.of("a", "b", "c")));
  }

  @Test
  void of_noneOrSeveralPlaces_isRefused() {
    assertThatThrownBy(() -> Prompt.of("text", List.of()))
        .hasMessage("prompt: expected exactly one {text}, found \"text\"");
    assertThatThrownBy(() -> Prompt.of("{text}{text}", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
