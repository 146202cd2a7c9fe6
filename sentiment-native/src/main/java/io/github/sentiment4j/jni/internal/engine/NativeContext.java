package io.github.sentiment4j.jni.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.ScoringContext;
import io.github.sentiment4j.gguf.TextNormalization;
import io.github.sentiment4j.jni.internal.NativeException;
import io.github.sentiment4j.jni.internal.Natives;
import java.util.List;

/**
 * A {@code llama_context} of an engine, with its KV cache and its threads. One thread uses it, and
 * only while the engine is open. Other threads may call {@link #cancel}.
 */
final class NativeContext implements ScoringContext {
  private final NativeEngine engine;
  private final int index;
  private final TextNormalization normalization;
  private final int maxTokens;

  NativeContext(NativeEngine engine, int index, TextNormalization normalization, int maxTokens) {
    this.engine = engine;
    this.index = index;
    this.normalization = normalization;
    this.maxTokens = maxTokens;
  }

  @Override
  public BatchScores score(List<String> texts) {
    byte[][] utf8 =
        texts.stream()
            .map(text -> normalization.apply(text).getBytes(UTF_8))
            .toArray(byte[][]::new);
    try {
      return NativeScores.read(Natives.score(engine.handle(), index, utf8), utf8.length, maxTokens);
    } catch (NativeException e) {
      throw e.translate();
    }
  }

  @Override
  public void cancel() {
    Natives.cancel(engine.handle(), index);
  }
}
