package io.github.sentiment4j.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ErrorCodeTest {
  @ParameterizedTest
  @EnumSource
  void of_everyKindOfAModelFile_isTheCodeOfThatName(Kind kind) {
    ModelFileException file = ModelFileException.of(kind, Path.of("a.gguf"), "", "this", "that");

    SentimentException e = SentimentException.of(file.kind(), file);

    assertThat(e.code()).isEqualTo(ErrorCode.valueOf(kind.name()));
    assertThat(e.detail()).isEqualTo("a.gguf: expected this, found that");
    assertThat(e).hasCause(file);
  }
}
