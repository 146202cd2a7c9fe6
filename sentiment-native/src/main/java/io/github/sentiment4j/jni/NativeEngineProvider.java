package io.github.sentiment4j.jni;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.spi.EngineSpec;
import io.github.sentiment4j.core.spi.ScoringEngine;
import io.github.sentiment4j.core.spi.ScoringEngineProvider;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.TextNormalization;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.engine.NativeEngine;
import io.github.sentiment4j.jni.internal.engine.OutputMatrix;
import io.github.sentiment4j.jni.internal.gpu.DeviceChoice;
import io.github.sentiment4j.jni.internal.gpu.ThisMachine;
import io.github.sentiment4j.support.FileState;
import io.github.sentiment4j.support.KnownHashes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Opens GGUF files with llama.cpp; found by {@link java.util.ServiceLoader}. */
public final class NativeEngineProvider implements ScoringEngineProvider {
  private static final int PRIORITY = 100;

  /** For {@link java.util.ServiceLoader}. */
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
    Path model = spec.model().orElseThrow().toAbsolutePath();
    return FileState.whileUnchanged(
        model,
        message -> new SentimentException(ErrorCode.MODEL_INVALID, message),
        () -> open(spec, model),
        ScoringEngine::close);
  }

  private static ScoringEngine open(EngineSpec spec, Path model) {
    try {
      if (Files.isRegularFile(model)) {
        ModelManifest.verify(model, path -> KnownHashes.ofUser().sha256(path, ModelManifest::hash));
      }
      GgufFile file = GgufFile.read(model);
      DecoderModel decoder = DecoderModel.check(file);
      ModelProfile own =
          SentimentMetadata.read(file)
              .map(NativeEngineProvider::profile)
              .orElse(ModelProfile.DEFAULT);
      ModelProfile profile = spec.profileInForce(own, decoder.contextLength());
      OutputMatrix output = OutputMatrix.of(file);
      TextNormalization normalization = TextNormalization.of(file);
      return DeviceChoice.of(spec.device(), decoder.weightBytes(), new ThisMachine())
          .open(
              spec.device(),
              device ->
                  new NativeEngine(
                      spec.withTokensOf(profile),
                      model,
                      decoder,
                      output,
                      normalization,
                      profile,
                      device));
    } catch (ModelFileException e) {
      throw SentimentException.of(e.kind(), e);
    }
  }

  private static ModelProfile profile(SentimentMetadata m) {
    return ModelProfile.of(
        m.prompt(), m.labels(), m.temperature(), m.bias(), m.abstainBelow(), m.maxTokens());
  }
}
