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
 * llama.cpp's tokenizer with the vocabulary of a GGUF file. It does not need the weights. It gives
 * the ids of the model's original tokenizer, because it applies {@link TextNormalization}.
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
   * @throws ModelFileException if the file cannot be read, or its vocabulary is damaged or not
   *     byte-level BPE
   * @throws SentimentException if the native libraries cannot be loaded, or llama.cpp refuses the
   *     file
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
   * Returns the token ids of a text. No token is added before or after it.
   *
   * @param parseSpecial true if special tokens such as {@code <|im_end|>} are recognised, false if
   *     they are ordinary text
   * @throws SentimentException {@link io.github.sentiment4j.core.ErrorCode#CLOSED} after {@link
   *     #close}
   */
  public int[] tokenize(String text, boolean parseSpecial) {
    byte[] utf8 = normalization.apply(text).getBytes(UTF_8);
    return vocabulary.call(handle -> Natives.tokenize(handle, utf8, parseSpecial));
  }

  /** Returns the begin-of-text token; empty if the model uses none. */
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
