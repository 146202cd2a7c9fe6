package io.github.sentiment4j.portable;

import io.github.sentiment4j.core.Device;
import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.ScoringEngine;
import io.github.sentiment4j.core.ScoringEngineProvider;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.SentimentModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The provider of the engine that runs GGUF files with java-llama.cpp. It is asked last, and its
 * use is logged as a warning.
 */
public final class PortableEngineProvider implements ScoringEngineProvider {
  static final String NAME = "portable";
  private static final int PRIORITY = -100;

  /** The architectures that both llama.cpp b4916 and sentiment4j support. */
  private static final List<String> ARCHITECTURES = List.of("qwen2", "llama");

  /** Creates a provider; {@link java.util.ServiceLoader} calls it. */
  public PortableEngineProvider() {}

  @Override
  public String name() {
    return NAME;
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
    if (spec.device() == Device.GPU) {
      return Optional.of("it runs on the CPU only");
    }
    if (spec.truncation() == Truncation.CHUNKS) {
      return Optional.of("it has no probabilities to average over chunks");
    }
    try {
      WorkerCommand.find();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
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
    requireArchitecture(model.file().path(), model.decoder().architecture());
    ModelProfile profile =
        spec.profileInForce(
            model.profile(ModelProfile::of, ModelProfile.DEFAULT), model.decoder().contextLength());
    try {
      return new PortableEngine(spec, model, profile, WorkerCommand.find().of(spec, profile));
    } catch (IOException e) {
      throw new SentimentException(ErrorCode.ENGINE_FAILED, String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireArchitecture(Path model, String architecture) {
    if (!ARCHITECTURES.contains(architecture)) {
      throw new SentimentException(
          ErrorCode.MODEL_UNSUPPORTED,
          model
              + ": expected an architecture that java-llama.cpp 4.2.0 knows ("
              + String.join(", ", ARCHITECTURES)
              + "), found "
              + architecture
              + "; use the engine native");
    }
  }
}
