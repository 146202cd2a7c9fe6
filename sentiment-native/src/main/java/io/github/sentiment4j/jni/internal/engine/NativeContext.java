package io.github.sentiment4j.jni.internal.engine;

import io.github.sentiment4j.core.ScoringContext;
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
  private final int maxTokens;

  NativeContext(NativeEngine engine, int index, int maxTokens) {
    this.engine = engine;
    this.index = index;
    this.maxTokens = maxTokens;
  }

  @Override
  public BatchScores score(List<String> texts) {
    byte[][] utf8 = engine.utf8(texts);
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
