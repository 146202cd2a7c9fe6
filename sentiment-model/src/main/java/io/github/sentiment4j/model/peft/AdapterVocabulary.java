package io.github.sentiment4j.model.peft;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.tokenizer.TokenizerFolder;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Chooses the vocabulary of a merged model: the base's, or that of the adapter with tokens added in
 * training.
 */
final class AdapterVocabulary {
  private AdapterVocabulary() {}

  /**
   * Returns the vocabulary for a token embedding.
   *
   * @param size rows of the embedding
   * @param warnings receives the warnings
   * @throws ModelFileException {@link Kind#MODEL_NOT_FOUND} if another number of tokens was trained
   *     and the adapter's folder has no tokenizer, {@link Kind#INVALID_SETTING} if that belongs to
   *     another base
   */
  static Vocabulary choose(
      PeftAdapter adapter, Checkpoint base, int size, Consumer<String> warnings) {
    Path file = adapter.folder().resolve("tokenizer.json");
    boolean resized = size != base.config().vocabularySize();
    if (!Files.exists(file)) {
      if (resized) {
        throw ModelFileException.notFound(
            file,
            "",
            "the tokenizer of the "
                + size
                + " tokens that were trained (the base has "
                + base.config().vocabularySize()
                + ")",
            "no such file; copy tokenizer.json and tokenizer_config.json of the training into this"
                + " folder (tokenizer.save_pretrained)");
      }
      return base.vocabulary();
    }
    if (!resized) {
      return unresized(adapter, base, size, warnings);
    }
    Vocabulary vocabulary = read(adapter, base, size);
    OptionalInt other = firstDifference(base.vocabulary(), vocabulary);
    if (other.isPresent()) {
      int id = other.getAsInt();
      throw ModelFileException.mismatch(
          file,
          "token " + id,
          '"' + base.vocabulary().tokens().get(id) + "\" as in the base",
          '"' + vocabulary.tokens().get(id) + "\"; this adapter belongs to another base");
    }
    warnings.accept(
        "the adapter was trained with "
            + size
            + " tokens, the base has "
            + base.config().vocabularySize()
            + ": the tokenizer is that in the adapter's folder");
    return vocabulary;
  }

  /**
   * Returns the vocabulary for an embedding of the base's size. The adapter's tokenizer may have
   * additional tokens in rows that the base does not use.
   */
  private static Vocabulary unresized(
      PeftAdapter adapter, Checkpoint base, int size, Consumer<String> warnings) {
    Vocabulary vocabulary;
    try {
      vocabulary = read(adapter, base, size);
    } catch (ModelFileException e) {
      warnings.accept(
          "the tokenizer in the adapter's folder cannot be used, the model has the base's: "
              + e.getMessage());
      return base.vocabulary();
    }
    if (firstDifference(base.vocabulary(), vocabulary).isPresent()) {
      warnings.accept(
          "the tokenizer in the adapter's folder has other tokens than the base; the model has the"
              + " base's");
      return base.vocabulary();
    }
    if (vocabulary.tokens().equals(base.vocabulary().tokens())) {
      return base.vocabulary();
    }
    warnings.accept(
        "the tokenizer in the adapter's folder has tokens that the base's does not have: the model"
            + " has these tokens too");
    return vocabulary;
  }

  private static Vocabulary read(PeftAdapter adapter, Checkpoint base, int size) {
    return TokenizerFolder.read(
        adapter.folder(), base.vocabulary(), base.config().architecture().huggingFace(), size);
  }

  /** Returns the first used id whose token differs between the base and the adapter's tokenizer. */
  private static OptionalInt firstDifference(Vocabulary base, Vocabulary other) {
    return IntStream.range(0, Math.min(base.size(), other.size()))
        .filter(id -> base.type(id) != TokenType.UNUSED)
        .filter(id -> !base.tokens().get(id).equals(other.tokens().get(id)))
        .findFirst();
  }
}
