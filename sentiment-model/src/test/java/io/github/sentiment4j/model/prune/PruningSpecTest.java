package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PruningSpecTest {
  private static final Texts TEXTS = Texts.of(Path.of("t.txt"), List.of("text"));

  @Test
  void none_ofIt_keepsEverything() {
    assertThat(PruningSpec.NONE.isNone()).isTrue();
    assertThat(PruningSpec.builder().layers(3).build().isNone()).isFalse();
  }

  @Test
  void calibration_notSet_isTheCorpora() {
    PruningSpec spec = PruningSpec.builder().corpus(TEXTS).feedForwardWidth(64).build();
    assertThat(spec.measured()).containsExactly(TEXTS);
  }

  @Test
  void build_tokensToChooseWithoutACorpus_isRefused() {
    String message = "expected a corpus, where tokens are to be chosen, found none";
    assertThatThrownBy(PruningSpec.builder().keepCjk()::build).hasMessage(message);
    assertThatThrownBy(PruningSpec.builder().maxTokens(9)::build).hasMessage(message);
    assertThatThrownBy(PruningSpec.builder().unseen(TEXTS)::build).hasMessage(message);
  }

  @Test
  void build_unitsToChooseWithoutTexts_isRefused() {
    assertThatThrownBy(PruningSpec.builder().feedForwardWidth(64)::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected a text for calibration or a corpus, where hidden units are to be chosen,"
                + " found none");
    assertThatThrownBy(PruningSpec.builder().calibration(TEXTS)::build)
        .hasMessage(
            "expected a feed-forward width, where there is a text for calibration, found none");
  }
}
