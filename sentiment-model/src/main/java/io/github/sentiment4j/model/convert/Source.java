package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a conversion reads.
 *
 * @param checkpoint the weights, merged where there is an adapter
 * @param sentiment what a base GGUF file says about itself
 * @param bytes size of the base's weights
 */
record Source(Checkpoint checkpoint, Optional<SentimentMetadata> sentiment, long bytes) {

  static Source open(ConversionSpec spec) throws IOException {
    return null;
  }

  static Source openGguf(Path file) throws IOException {
    return null;
  }
}
