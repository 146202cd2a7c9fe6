package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.peft.MergedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The input of a conversion.
 *
 * @param checkpoint the weights, merged where there is an adapter
 * @param sentiment the {@code sentiment.*} keys of a base GGUF file
 * @param bytes size of the base's files of weights
 */
record Source(Checkpoint checkpoint, Optional<SentimentMetadata> sentiment, long bytes) {

  /**
   * Opens base and adapter.
   *
   * @throws io.github.sentiment4j.gguf.ModelFileException if one cannot be used or they do not
   *     belong together
   */
  static Source open(Path base, Optional<Path> adapter) throws IOException {
    Source source = Files.isRegularFile(base) ? ofFile(base) : ofFolder(base);
    if (adapter.isEmpty()) {
      return source;
    }
    return new Source(
        MergedCheckpoint.of(source.checkpoint(), adapter.get()),
        source.sentiment(),
        source.bytes());
  }

  private static Source ofFile(Path file) throws IOException {
    GgufCheckpoint checkpoint = GgufCheckpoint.read(file);
    return new Source(
        checkpoint, checkpoint.model().metadata(), checkpoint.model().file().fileSize());
  }

  private static Source ofFolder(Path folder) {
    HuggingFaceCheckpoint checkpoint = HuggingFaceCheckpoint.read(folder);
    return new Source(checkpoint, Optional.empty(), checkpoint.bytes());
  }
}
