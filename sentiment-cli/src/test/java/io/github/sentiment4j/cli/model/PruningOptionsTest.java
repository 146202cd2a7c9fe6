package io.github.sentiment4j.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.model.prune.PruningSpec;
import io.github.sentiment4j.model.prune.Texts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class PruningOptionsTest {
  @Command
  static final class OnlyPruning {
    @CommandLine.Mixin private PruningOptions options;
  }

  private static PruningSpec spec(String... args) {
    return CommandLine.populateCommand(new OnlyPruning(), args).options.spec();
  }

  @Test
  void spec_nothingGiven_keepsEverything() {
    assertThat(spec().isNone()).isTrue();
  }

  @Test
  void spec_everythingGiven_isAllOfIt() {
    PruningSpec spec =
        spec(
            "--layers=8",
            "--prune-vocab",
            "a.txt",
            "b.csv:Title",
            "--keep-cjk",
            "--max-vocab=60000",
            "--ffn-width=3072",
            "--calibration=c.txt",
            "--unseen=d.txt");
    assertThat(spec.layers()).hasValue(8);
    assertThat(spec.corpora().stream().map(Texts::source))
        .containsExactly(Path.of("a.txt"), Path.of("b.csv"));
    assertThat(spec.keepCjk()).isTrue();
    assertThat(spec.maxTokens()).hasValue(60_000);
    assertThat(spec.feedForwardWidth()).hasValue(3072);
    assertThat(spec.calibration().stream().map(Texts::source)).containsExactly(Path.of("c.txt"));
    assertThat(spec.unseen().map(Texts::source)).contains(Path.of("d.txt"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--keep-cjk|--keep-cjk needs --prune-vocab",
        "--max-vocab=9|--max-vocab needs --prune-vocab",
        "--unseen=t.txt|--unseen needs --prune-vocab",
        "--text-column=c|--text-column needs --prune-vocab",
        "--calibration=t.txt|--calibration needs --ffn-width",
        "--ffn-width=32|--ffn-width needs --calibration or --prune-vocab"
      })
  void spec_optionWithoutTheOneItBelongsTo_saysWhich(String argument, String message) {
    assertThatThrownBy(() -> spec(argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
