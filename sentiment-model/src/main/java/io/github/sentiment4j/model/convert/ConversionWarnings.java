package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.TokenizerFolder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Collects the warnings about a conversion, one sentence each. */
final class ConversionWarnings {
  private ConversionWarnings() {}

  static List<String> of(
      ConversionSpec spec,
      Source source,
      List<PlannedTensor> tensors,
      Optional<SentimentMetadata> sentiment) {
    List<String> warnings = new ArrayList<>(source.checkpoint().warnings());
    requantized(spec.type(), tensors).ifPresent(warnings::add);
    widened(spec.type(), tensors).ifPresent(warnings::add);
    if (spec.adapter().isPresent()) {
      TokenizerFolder.warning(spec.adapter().get(), source.checkpoint().vocabulary())
          .ifPresent(warnings::add);
      calibratedBefore(source.sentiment(), sentiment).ifPresent(warnings::add);
    }
    return warnings;
  }

  private static Optional<String> requantized(FileType type, List<PlannedTensor> tensors) {
    String quantized =
        tensors.stream()
            .map(PlannedTensor::source)
            .map(Weight::storedAs)
            .filter(stored -> stored.contains("Q"))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    boolean floats = type == FileType.F32 || type == FileType.F16 || type == FileType.BF16;
    return quantized.isEmpty() || floats
        ? Optional.empty()
        : Optional.of(
            "requantized from "
                + quantized
                + ": both roundings add up; convert the original weights if you have them");
  }

  private static Optional<String> widened(FileType type, List<PlannedTensor> tensors) {
    long wider =
        type == FileType.Q8_0
            ? tensors.stream().filter(tensor -> tensor.type() == GgmlType.F16).count()
            : 0;
    return wider == 0
        ? Optional.empty()
        : Optional.of(wider + " matrices are F16: their rows are no multiple of 32");
  }

  /**
   * Warns about temperature, bias and threshold that were measured on the base without the adapter.
   */
  private static Optional<String> calibratedBefore(
      Optional<SentimentMetadata> base, Optional<SentimentMetadata> sentiment) {
    boolean calibrated =
        base.isPresent()
            && (base.get().temperature() != 1
                || !base.get().bias().isEmpty()
                || base.get().abstainBelow().isPresent());
    boolean kept =
        calibrated
            && sentiment.get().temperature() == base.get().temperature()
            && sentiment.get().bias().equals(base.get().bias())
            && sentiment.get().abstainBelow().equals(base.get().abstainBelow());
    return kept
        ? Optional.of(
            "temperature, bias and threshold are the base's, from before the adapter: calibrate"
                + " again")
        : Optional.empty();
  }
}
