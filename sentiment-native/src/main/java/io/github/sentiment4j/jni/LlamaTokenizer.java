package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.TextNormalization;
import io.github.sentiment4j.gguf.TokenizerCheck;
import io.github.sentiment4j.jni.internal.NativeHandle;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.NativePath;
import io.github.sentiment4j.jni.internal.Natives;
import io.github.sentiment4j.support.FileState;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * llama.cpp's tokenizer over the vocabulary of a GGUF file, without its weights; the file need not
 * have any. Gives the ids of the model's own tokenizer, {@link TextNormalization} included.
 * Thread-safe.
 */
public final class LlamaTokenizer implements AutoCloseable {
  private final NativeHandle vocabulary;
  private final TextNormalization normalization;

  private LlamaTokenizer(NativeHandle vocabulary, TextNormalization normalization) {
    this.vocabulary = vocabulary;
    this.normalization = normalization;
  }

  /**
   * Opens the vocabulary of a file with {@code general.architecture} and the {@code tokenizer.*}
   * keys.
   *
   * @throws ModelFileException if it cannot be read, or its vocabulary is not byte-level BPE or
   *     damaged
   * @throws SentimentException if the native libraries cannot be loaded, or llama.cpp refuses it
   */
  public static LlamaTokenizer open(Path file) {
    return FileState.whileUnchanged(
        file, ModelFileException::changed, () -> read(file), LlamaTokenizer::close);
  }

  private static LlamaTokenizer read(Path file) {
    GgufFile keys = GgufFile.read(file);
    TokenizerCheck.check(keys);
    NativeLibrary.get();
    return new LlamaTokenizer(
        NativeHandle.open(
            "tokenizer",
            () -> Natives.openVocabulary(NativePath.bytes(file)),
            Natives::closeVocabulary),
        TextNormalization.of(keys));
  }

  /**
   * The token ids of a text, with no token added before or behind it.
   *
   * @param parseSpecial whether {@code <|im_end|>} and the like are one token each; otherwise they
   *     are text like any other
   * @throws SentimentException {@link io.github.sentiment4j.core.ErrorCode#CLOSED} after {@link
   *     #close}
   */
  public int[] tokenize(String text, boolean parseSpecial) {
    byte[] utf8 = normalization.apply(text).getBytes(UTF_8);
    return vocabulary.call(handle -> Natives.tokenize(handle, utf8, parseSpecial));
  }

  /** The token that belongs before every prompt; empty for models that want none. */
  public OptionalInt beginOfText() {
    int id = vocabulary.call(Natives::beginOfText);
    return id < 0 ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /** Frees the vocabulary; idempotent. */
  @Override
  public void close() {
    vocabulary.close();
  }
}
