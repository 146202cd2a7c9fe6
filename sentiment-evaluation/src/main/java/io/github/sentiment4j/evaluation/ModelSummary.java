package io.github.sentiment4j.evaluation;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ClassifierInfo;
import io.github.sentiment4j.core.EngineInfo;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A short description of a model.
 *
 * @param file the file
 * @param engine engine, device, architecture and type in a few words
 * @param calibration the calibration in force
 */
public record ModelSummary(String file, String engine, Calibration calibration) {

  static ModelSummary of(ClassifierInfo info) {
    EngineInfo engine = info.engine();
    return new ModelSummary(
        info.settings().model().map(Path::toString).orElse("no file"),
        String.format(
            "%s %s on %s, %s %s",
            engine.engine(),
            engine.version(),
            engine.device(),
            engine.architecture(),
            engine.modelType()),
        info.profile().calibration());
  }

  /** Returns the name of the file without its folders. */
  public String name() {
    return Path.of(file).getFileName().toString();
  }

  /** Returns a calibration in words. */
  public static String describe(Calibration calibration) {
    if (calibration.equals(Calibration.NONE)) {
      return "none (temperature 1, no bias)";
    }
    String temperature =
        String.format(Locale.ROOT, "temperature %.4f, ", calibration.temperature());
    return calibration.equals(Calibration.NONE.withTemperature(calibration.temperature()))
        ? temperature + "no bias"
        : String.format(
            Locale.ROOT,
            "%sbias positive %+.4f, neutral %+.4f, negative %+.4f",
            temperature,
            calibration.positiveBias(),
            calibration.neutralBias(),
            calibration.negativeBias());
  }
}
