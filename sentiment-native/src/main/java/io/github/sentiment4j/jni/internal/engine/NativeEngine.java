package io.github.sentiment4j.jni.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.spi.BatchScores;
import io.github.sentiment4j.core.spi.Cancellation;
import io.github.sentiment4j.core.spi.EngineInfo;
import io.github.sentiment4j.core.spi.EngineSpec;
import io.github.sentiment4j.core.spi.ScoringEngine;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.TextNormalization;
import io.github.sentiment4j.jni.gpu.Gpu;
import io.github.sentiment4j.jni.internal.NativeException;
import io.github.sentiment4j.jni.internal.NativeHandle;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.NativePath;
import io.github.sentiment4j.jni.internal.Natives;
import io.github.sentiment4j.jni.internal.Wire;
import io.github.sentiment4j.jni.internal.gpu.DeviceChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** An open model in native memory. Each scoring call borrows one of its contexts. */
public final class NativeEngine implements ScoringEngine {
  /** The name of the engine. */
  public static final String NAME = "native";

  private final NativeHandle engine;
  private final BlockingQueue<Context> idle;
  private final TextNormalization normalization;
  private final int maxTokens;
  private final int maxTextBytes;
  private final ModelProfile profile;
  private final EngineInfo info;

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
    this.maxTokens = spec.maxTokens().orElseThrow();
    this.maxTextBytes = Integer.MAX_VALUE / spec.maxBatch();
    PromptTemplate prompt = profile.prompt();
    LabelWords words = profile.labelWords();
    if (device.gpu().isEmpty()) {
      ContextMemory.requireWeights(model, decoder.weightBytes(), MemoryBudget.ofThisMachine());
    }
    int[][] shape = new int[1][];
    this.engine =
        NativeHandle.open(
            "engine",
            () ->
                Natives.open(
                    NativePath.bytes(model),
                    utf8(prompt.prefix()),
                    utf8(prompt.suffix()),
                    words.asList().stream().map(this::utf8).toArray(byte[][]::new),
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
                    opens -> {
                      shape[0] = opens;
                      if (device.gpu().isEmpty()) {
                        ContextMemory.require(
                            spec,
                            decoder,
                            opens,
                            MemoryBudget.ofThisMachine(decoder.weightBytes()));
                      }
                    }),
            Natives::close);
    this.idle = new ArrayBlockingQueue<>(spec.contexts());
    for (int i = 0; i < spec.contexts(); i++) {
      idle.add(new Context(i));
    }
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
            shape[0][3],
            shape[0][4],
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
  public BatchScores score(List<String> texts, Cancellation cancellation) {
    Utf8Texts utf8 = Utf8Texts.of(texts, normalization, maxTextBytes);
    int[] scores =
        withContext(
            (handle, context) -> {
              context.begin(handle, cancellation);
              try {
                return Natives.score(handle, context.index, utf8.bytes);
              } catch (NativeException e) {
                // A request that came after the end of its call: it ends the next one.
                if (cancellation.isCancelled() || e.translate().code() != ErrorCode.CANCELLED) {
                  throw e;
                }
                return Natives.score(handle, context.index, utf8.bytes);
              } finally {
                context.end();
              }
            });
    return NativeScores.read(scores, utf8, maxTokens);
  }

  /** A text as the model's tokenizer sees it, for native code. */
  private byte[] utf8(String text) {
    return normalization.apply(text).getBytes(UTF_8);
  }

  @Override
  public void close() {
    engine.close();
  }

  private interface ContextCall<T> {
    T run(long handle, Context context);
  }

  private <T> T withContext(ContextCall<T> call) {
    return engine.call(
        handle -> {
          Context context = take();
          try {
            return call.run(handle, context);
          } finally {
            idle.add(context);
          }
        });
  }

  private Context take() {
    try {
      return idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SentimentException(
          ErrorCode.INTERRUPTED, "Interrupted while waiting for a context", e);
    }
  }

  /** One native context, and the call that it serves. */
  private static final class Context {
    final int index;
    private Cancellation current;

    Context(int index) {
      this.index = index;
    }

    void begin(long handle, Cancellation cancellation) {
      synchronized (this) {
        current = cancellation;
      }
      cancellation.onCancel(
          () -> {
            // A request that comes late must not hit the next call on this context.
            synchronized (this) {
              if (current == cancellation) {
                Natives.cancel(handle, index);
              }
            }
          });
    }

    synchronized void end() {
      current = null;
    }
  }
}
