package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.SentimentMetadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A calibration that was fitted to a model's scores and can be written into its file.
 *
 * @param calibration the calibration in the precision of a file, which is float32
 * @param withBias whether a bias for each label was fitted too
 * @param profile the prompt and label words with which the scores were made
 */
public record FittedCalibration(Calibration calibration, boolean withBias, ModelProfile profile) {
  /**
   * Fits a calibration, see {@link CalibrationFit}. Each text needs exactly one score: do not score
   * with {@code Truncation.CHUNKS}.
   *
   * @param withBias whether a bias for each label is fitted too
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if the scores have no best
   *     calibration
   */
  public static FittedCalibration of(ScoredTexts scored, boolean withBias) {
    List<float[]> scores =
        scored.scored().stream().map(score -> score.segments().get(0).logProbabilities()).toList();
    List<Sentiment> truth = scored.truth();
    Calibration best =
        withBias
            ? CalibrationFit.temperatureAndBias(scores, truth)
            : CalibrationFit.temperature(scores, truth);
    return new FittedCalibration(
        new Calibration(
            (float) best.temperature(),
            (float) best.positiveBias(),
            (float) best.neutralBias(),
            (float) best.negativeBias()),
        withBias,
        scored.info().profile());
  }

  /**
   * Writes a copy of a model file with this calibration. The copy appears whole or not at all; the
   * tensors and other keys stay as they are.
   *
   * @param target the file to be made, which may be the model itself
   * @param manifest whether the SHA-256 is written beside the file
   * @throws IOException if a file cannot be read or written
   * @throws SentimentException if the model is damaged
   */
  public GgufWriter.Written write(Path model, Path target, boolean manifest) throws IOException {
    GgufFile file = GgufFile.read(model);
    Optional<SentimentMetadata> before = SentimentMetadata.read(file);
    GgufWriter writer = GgufWriter.copyOf(file);
    new SentimentMetadata(
            profile.prompt().template(),
            profile.labelWords().asList(),
            (float) calibration.temperature(),
            withBias
                ? List.of(
                    (float) calibration.positiveBias(),
                    (float) calibration.neutralBias(),
                    (float) calibration.negativeBias())
                : List.of(),
            before.flatMap(SentimentMetadata::abstainBelow),
            before.flatMap(SentimentMetadata::training),
            before.flatMap(SentimentMetadata::license),
            before.flatMap(SentimentMetadata::maxTokens))
        .writeTo(writer);
    return manifest ? writer.writeWithManifest(target) : writer.write(target);
  }
}
