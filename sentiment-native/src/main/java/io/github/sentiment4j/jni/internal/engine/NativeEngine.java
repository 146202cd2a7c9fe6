package io.github.sentiment4j.jni.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.EngineInfo;
import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.ScoringContext;
import io.github.sentiment4j.core.ScoringEngine;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.TextNormalization;
import io.github.sentiment4j.jni.gpu.Gpu;
import io.github.sentiment4j.jni.internal.NativeException;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.NativePath;
import io.github.sentiment4j.jni.internal.Natives;
import io.github.sentiment4j.jni.internal.Wire;
import io.github.sentiment4j.jni.internal.gpu.DeviceChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An open model in native memory. The constructor allocates the memory, and {@link #close} frees
 * it. No context is in use when {@link #close} is called.
 */
public final class NativeEngine implements ScoringEngine {
  /** The name of the engine. */
  public static final String NAME = "native";

  private final TextNormalization normalization;
  private final ModelProfile profile;
  private final EngineInfo info;
  private final List<ScoringContext> contexts;
  private volatile long handle; // 0 once closed

  /**
   * Opens a model.
   *
   * @param profile the prompt, the label words and the limit on tokens in force
   * @throws SentimentException if the settings do not fit the model or the memory, or llama.cpp
   *     fails
   */
  public NativeEngine(
      EngineSpec spec,
      Path model,
      DecoderModel decoder,
      OutputMatrix output,
      TextNormalization normalization,
      ModelProfile profile,
      DeviceChoice device) {
    NativeLibrary library = NativeLibrary.get();
    this.normalization = normalization;
    this.profile = profile;
    int maxTokens = profile.maxTokens().orElseThrow();
    if (device.gpu().isEmpty()) {
      ContextMemory.requireWeights(model, decoder.weightBytes(), MemoryBudget.ofThisMachine());
    }
    int[] promptSizes = new int[2];
    try {
      this.handle =
          Natives.open(
              NativePath.bytes(model),
              utf8(profile.prompt().prefix()),
              utf8(profile.prompt().suffix()),
              utf8(profile.labelWords().asList()),
              spec.contexts(),
              spec.threads(),
              maxTokens,
              spec.maxBatch(),
              Wire.TRUNCATIONS.indexOf(spec.truncation()),
              switch (spec.flashAttention()) {
                case AUTO -> -1;
                case OFF -> 0;
                case ON -> 1;
              },
              device.gpu().map(Gpu::number).orElse(-1),
              output.type(),
              output.offset(),
              shape -> {
                System.arraycopy(shape, 3, promptSizes, 0, 2);
                if (device.gpu().isEmpty()) {
                  ContextMemory.require(
                      spec,
                      maxTokens,
                      decoder,
                      shape,
                      MemoryBudget.ofThisMachine(decoder.weightBytes()));
                }
              });
    } catch (NativeException e) {
      throw e.translate();
    }
    this.contexts =
        IntStream.range(0, spec.contexts())
            .<ScoringContext>mapToObj(i -> new NativeContext(this, i, maxTokens))
            .toList();
    this.info =
        new EngineInfo(
            NAME,
            "llama.cpp " + library.version(),
            device.gpu().map(gpu -> "GPU (" + gpu.name() + "; CUDA)").orElseGet(library::device),
            device.reason(),
            decoder.architecture(),
            decoder.typeName(),
            decoder.parameters(),
            decoder.weightBytes(),
            promptSizes[0],
            promptSizes[1],
            true);
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  @Override
  public ModelProfile profile() {
    return profile;
  }

  @Override
  public List<ScoringContext> contexts() {
    return contexts;
  }

  /**
   * Returns the handle of this engine in native code.
   *
   * @throws SentimentException {@link ErrorCode#CLOSED}
   */
  long handle() {
    long open = handle;
    if (open == 0) {
      throw new SentimentException(ErrorCode.CLOSED, "The engine is closed");
    }
    return open;
  }

  /** Returns texts in the model's normalization and in UTF-8, for native code. */
  byte[][] utf8(List<String> texts) {
    return texts.stream().map(this::utf8).toArray(byte[][]::new);
  }

  private byte[] utf8(String text) {
    return normalization.apply(text).getBytes(UTF_8);
  }

  @Override
  public void close() {
    long open = handle;
    handle = 0;
    if (open != 0) {
      Natives.close(open);
    }
  }
}
