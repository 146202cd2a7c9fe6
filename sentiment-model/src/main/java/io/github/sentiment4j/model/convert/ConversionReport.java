package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.prune.PruningReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a conversion made. Immutable.
 *
 * @param output the file
 * @param model the decoder in the file
 * @param sentiment the {@code sentiment.*} keys of the file
 * @param bytesBefore size of the base's weights
 * @param bytesAfter size of the file
 * @param typesBefore how many weights the base and adapter have of each type, such as {@code BF16}
 * @param typesAfter how many tensors the file has of each type
 * @param pruning the report about pruning; empty if everything stayed
 * @param sha256 of the file, in hexadecimal; also in the manifest beside it
 * @param time how long it took
 * @param warnings the warnings, one sentence each
 */
public record ConversionReport(
    Path output,
    DecoderModel model,
    Optional<SentimentMetadata> sentiment,
    long bytesBefore,
    long bytesAfter,
    Map<String, Integer> typesBefore,
    Map<GgmlType, Integer> typesAfter,
    Optional<PruningReport> pruning,
    String sha256,
    Duration time,
    List<String> warnings) {

  /** Copies the maps; the types are in alphabetical order and in ggml's order. */
  public ConversionReport {
    typesBefore = Collections.unmodifiableMap(new TreeMap<>(typesBefore));
    typesAfter = Collections.unmodifiableMap(new TreeMap<>(typesAfter));
    warnings = List.copyOf(warnings);
  }
}
