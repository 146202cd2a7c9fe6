package io.github.sentiment4j.jni;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.FlashAttention;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.core.spi.EngineSpec;
import java.nio.file.Path;
import java.util.Optional;

/** Engines with one context, one thread and short prompts. */
final class Engines {
  private Engines() {}

  static NativeEngine open(Path model, PromptTemplate prompt) {
    return (NativeEngine) new NativeEngineProvider().open(spec(model, prompt));
  }

  static EngineSpec spec(Path model, PromptTemplate prompt) {
    return new EngineSpec(
        Optional.of(model),
        Device.CPU,
        FlashAttention.AUTO,
        1,
        1,
        256,
        8,
        Truncation.END,
        Optional.of(prompt),
        Optional.empty());
  }
}
