package io.github.sentiment4j.model.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.TinyModel;
import io.github.sentiment4j.jni.LlamaTokenizer;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.model.prune.PruningReport.Sizes;
import io.github.sentiment4j.model.prune.PruningReport.WidthError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
  private static final ModelProfile PROFILE =
      ModelProfile.of(
          "{text}\nmood:",
          List.of("positive", "neutral", "negative"),
          1,
          List.of(),
          Optional.empty(),
          Optional.empty());

  private static final Texts CORPUS =
      Texts.of(
          Path.of("corpus.txt"),
          IntStream.range(0, 40).mapToObj(i -> "profit rose " + i + " 涨停").toList());

  @TempDir private Path folder;

  private Checkpoint base;

  @BeforeEach
  void writeModel() {
    base = GgufCheckpoint.read(TinyModel.builder().blocks(3).write(folder.resolve("tiny.gguf")));
  }

  private Pruning.Pruned prune(PruningSpec.Builder builder, Progress progress) throws IOException {
    PruningSpec spec = builder.build();
    spec.check(base, FileType.F16);
    return new Pruning(
            spec,
            PROFILE,
            1,
            (checkpoint, file) -> {
              throw new AssertionError("a GGUF file is probed as it is");
            },
            progress)
        .prune(base, folder.resolve("out.gguf"));
  }

  private Pruning.Pruned prune(PruningSpec.Builder builder) throws IOException {
    return prune(builder, Progress.NONE);
  }

  @Test
  void prune_blocksAndTokens_leavesASmallerCheckpointAndNoFiles() throws IOException {
    Pruning.Pruned pruned = prune(PruningSpec.builder().layers(2).corpus(CORPUS));

    PruningReport report = pruned.report();
    Checkpoint checkpoint = pruned.checkpoint();
    assertThat(checkpoint.config().layers()).isEqualTo(2);
    assertThat(checkpoint.vocabulary().tokens())
        .contains("positive", "neutral", "negative", "Ġrose")
        .doesNotContain("Ġshares");
    assertThat(report.before())
        .isEqualTo(new Sizes(3, 128, base.vocabulary().size(), parameters(base)));
    assertThat(report.after())
        .isEqualTo(new Sizes(2, 128, checkpoint.vocabulary().size(), parameters(checkpoint)));
    assertThat(report.tokens().orElseThrow().bytes()).isEqualTo(256);
    assertThat(report.tokens().orElseThrow().special()).isEqualTo(3);
    assertThat(report.tokens().orElseThrow().coverage().outside()).isZero();
    assertThat(report.widthErrors()).isEmpty();
    assertThat(files()).containsExactly("tiny.gguf");
  }

  private static long parameters(Checkpoint checkpoint) {
    return checkpoint.names().stream()
        .map(name -> checkpoint.weight(name).orElseThrow())
        .mapToLong(weight -> (long) weight.rows() * weight.columns())
        .sum();
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void prune_hiddenUnits_reportsErrorsThatFallWithTheWidth() throws IOException {
    AtomicLong done = new AtomicLong();
    AtomicLong total = new AtomicLong();
    Pruning.Pruned pruned =
        prune(
            PruningSpec.builder().feedForwardWidth(64).calibration(CORPUS),
            (step, now, all) -> {
              done.set(now);
              total.set(all);
            });

    assertThat(pruned.checkpoint().config().feedForwardSize()).isEqualTo(64);
    List<WidthError> errors = pruned.report().widthErrors();
    assertThat(errors.stream().map(WidthError::width)).containsExactly(32, 64, 96);
    for (int i = 0; i < errors.size(); i++) {
      assertThat(errors.get(i).logitError()).isBetween(1e-6, 1.0);
      assertThat(errors.get(i).labelError()).isPositive();
      assertThat(errors.get(i).sameLabel()).isEqualTo(1);
      assertThat(i == 0 || errors.get(i).logitError() < errors.get(i - 1).logitError()).isTrue();
    }
    assertThat(done).hasValue(total.get());
    assertThat(files()).containsExactly("tiny.gguf");
  }

  @Test
  void prune_fullWidth_isTheCheckpointItself() throws IOException {
    assertThat(prune(PruningSpec.builder().feedForwardWidth(128).calibration(CORPUS)).checkpoint())
        .isSameAs(base);
  }

  @Test
  void prune_oneTextForCalibration_isRefused() {
    Texts one = Texts.of(Path.of("one.txt"), List.of("profit rose"));
    assertThatThrownBy(() -> prune(PruningSpec.builder().feedForwardWidth(64).calibration(one)))
        .isInstanceOf(ModelFileException.class)
        .hasMessage("one.txt: expected at least 2 texts for calibration, one in a line, found 1");
  }

  @Test
  void prune_emptyCorpus_isRefusedAndLeavesNoFiles() throws IOException {
    Texts empty = Texts.of(Path.of("empty.txt"), List.of());
    assertThatThrownBy(() -> prune(PruningSpec.builder().corpus(empty)))
        .hasMessage("empty.txt: expected texts, one in a line, found none");
    assertThat(files()).containsExactly("tiny.gguf");
  }

  @Test
  void check_layersOutOfRange_saysWhatThereIs() {
    for (int layers : new int[] {0, -1, 4}) {
      assertThatThrownBy(() -> prune(PruningSpec.builder().layers(layers)))
          .isInstanceOf(ModelFileException.class)
          .hasMessage(base.source() + ": blocks to keep: expected 1 to 3, found " + layers);
    }
  }

  @Test
  void check_widthOutOfRange_saysWhatThereIs() {
    for (int width : new int[] {0, -1, 129}) {
      assertThatThrownBy(() -> prune(PruningSpec.builder().corpus(CORPUS).feedForwardWidth(width)))
          .isInstanceOf(ModelFileException.class)
          .hasMessage(base.source() + ": hidden units to keep: expected 1 to 128, found " + width);
    }
  }

  @Test
  void check_widthThatIsNoMultipleOfTheBlock_saysWhichIs() {
    PruningSpec spec = PruningSpec.builder().corpus(CORPUS).feedForwardWidth(72).build();
    spec.check(base, FileType.F16);
    assertThatThrownBy(() -> spec.check(base, FileType.Q4_0))
        .isInstanceOf(ModelFileException.class)
        .hasMessage(
            base.source()
                + ": hidden units to keep: expected a multiple of 32, the block of Q4_0, such as"
                + " 96, found 72");
    assertThatThrownBy(() -> spec.check(base, FileType.Q4_K_M))
        .hasMessageContaining("a multiple of 256, the block of Q4_K_M");
  }

  @Test
  void prune_corpusThatIsNotNormalised_isRead() throws IOException {
    Texts decomposed = Texts.of(Path.of("nfd.txt"), List.of("profit rose at Ge\u0301ant", "loss"));
    Pruning.Pruned pruned = prune(PruningSpec.builder().corpus(decomposed).maxTokens(278));
    assertThat(pruned.report().tokens().orElseThrow().coverage().outside()).isPositive();
  }

  @Test
  void require_labelWordThatFallsApart_saysInto() throws IOException {
    var whole = base.vocabulary();
    var ids = whole.byteTokens();
    ids.or(new TokenSelection(whole).special());
    var kept = whole.keep(ids);
    try (LlamaTokenizer before = LlamaTokenizer.open(base.source());
        LlamaTokenizer after =
            Pruning.tokenizer(base.config().architecture(), kept.vocabulary(), folder)) {
      TokenizerComparison comparison =
          new TokenizerComparison(base.source(), whole, kept, before::tokenize, after::tokenize);
      assertThatThrownBy(() -> comparison.require(PROFILE, List.of()))
          .isInstanceOf(ModelFileException.class)
          .hasMessageStartingWith(
              base.source()
                  + ": label word \"positive\": expected the tokens ["
                  + whole.tokens().indexOf("positive")
                  + "] with the pruned vocabulary too, found [");
    }
  }
}
