package io.github.sentiment4j.gguf;

import io.github.sentiment4j.support.FileState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The checked header of a model file that llama.cpp can run. This is the way to open a model: the
 * file agrees with its manifest, its header is sound, and its decoder has passed {@link
 * DecoderModel#check}. Immutable and thread-safe; it keeps no file open.
 *
 * @param file the header
 * @param decoder the sizes of the decoder
 * @param metadata the {@code sentiment.*} keys; empty if the file has none
 * @param normalization the change that the model's tokenizer makes to a text before it splits it
 */
public record SentimentModel(
    GgufFile file,
    DecoderModel decoder,
    Optional<SentimentMetadata> metadata,
    TextNormalization normalization) {

  /**
   * Opens a model file. A file with a {@link ModelManifest} beside it is read as a whole, unless
   * its SHA-256 is known from before.
   *
   * @throws ModelFileException {@link ModelFileException.Kind#MODEL_NOT_FOUND} if there is no such
   *     file, {@link ModelFileException.Kind#MODEL_INVALID} if it is damaged, does not agree with
   *     its manifest or changes meanwhile, {@link ModelFileException.Kind#MODEL_UNSUPPORTED} if
   *     llama.cpp cannot run it
   */
  public static SentimentModel open(Path path) {
    return open(path, Function.identity(), model -> {});
  }

  /**
   * Opens a model file and loads it. A file that changes between the check and the end of the
   * loading is refused, because the loaded content was never checked.
   *
   * @param load loads the checked file, for example into native memory; its exceptions are passed
   *     on
   * @param close closes the result of {@code load} if the file changed
   * @throws ModelFileException as {@link #open(Path)}
   */
  public static <T> T open(Path path, Function<SentimentModel, T> load, Consumer<T> close) {
    return FileState.whileUnchanged(
        path, ModelFileException::changed, () -> load.apply(read(path)), close);
  }

  private static SentimentModel read(Path path) {
    if (Files.isRegularFile(path)) {
      ModelManifest.verify(path);
    }
    GgufFile file = GgufFile.read(path);
    return new SentimentModel(
        file, DecoderModel.check(file), SentimentMetadata.read(file), TextNormalization.of(file));
  }

  /** Returns the profile of the {@code sentiment.*} keys, or the default if there are none. */
  public <T> T profile(SentimentMetadata.ProfileFactory<T> factory, T byDefault) {
    return metadata.map(keys -> keys.profile(factory)).orElse(byDefault);
  }
}
