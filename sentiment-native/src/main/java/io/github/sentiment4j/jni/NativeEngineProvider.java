package io.github.sentiment4j.jni;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.ScoringEngine;
import io.github.sentiment4j.core.ScoringEngineProvider;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.SentimentModel;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import io.github.sentiment4j.jni.internal.engine.OutputMatrix;
import io.github.sentiment4j.jni.internal.gpu.DeviceChoice;
import io.github.sentiment4j.jni.internal.gpu.ThisMachine;
import java.util.Optional;

/** The provider of the engine that runs GGUF files with llama.cpp. */
public final class NativeEngineProvider implements ScoringEngineProvider {
  private static final int PRIORITY = 100;

  /** Creates a provider; {@link java.util.ServiceLoader} calls it. */
  public NativeEngineProvider() {}

  @Override
  public String name() {
    return NativeEngine.NAME;
  }

  @Override
  public int priority() {
    return PRIORITY;
  }

  @Override
  public Optional<String> unavailableReason(EngineSpec spec) {
    if (spec.model().isEmpty()) {
      return Optional.of("it needs a model file (GGUF) and none was named");
    }
    try {
      NativeLibrary.get();
    } catch (SentimentException e) {
      return Optional.of(e.getMessage());
    }
    if (spec.device() != Device.GPU) {
      return Optional.empty();
    }
    DeviceChoice choice = DeviceChoice.of(Device.GPU, 0, new ThisMachine());
    return choice.gpu().isPresent() ? Optional.empty() : Optional.of(choice.reason());
  }

  @Override
  public ScoringEngine open(EngineSpec spec) {
    try {
      return SentimentModel.open(
          spec.model().orElseThrow().toAbsolutePath(),
          model -> open(spec, model),
          ScoringEngine::close);
    } catch (ModelFileException e) {
      throw SentimentException.of(e.kind(), e);
    }
  }

  private static ScoringEngine open(EngineSpec spec, SentimentModel model) {
    DecoderModel decoder = model.decoder();
    ModelProfile profile =
        spec.profileInForce(
            model.profile(ModelProfile::of, ModelProfile.DEFAULT), decoder.contextLength());
    OutputMatrix output = OutputMatrix.of(model.file());
    return DeviceChoice.of(spec.device(), decoder.weightBytes(), new ThisMachine())
        .open(
            spec.device(),
            device ->
                new NativeEngine(
                    spec,
                    model.file().path(),
                    decoder,
                    output,
                    model.normalization(),
                    profile,
                    device));
  }
}
