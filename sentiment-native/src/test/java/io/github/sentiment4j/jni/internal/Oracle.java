package io.github.sentiment4j.jni.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.LabelGrammar;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.TextNormalization;
import java.nio.file.Path;
import java.util.List;

/**
 * The native code of the tests in {@code src/test/cpp/oracle.cpp}. It gives the answers of
 * llama.cpp's grammar sampler, the tokens of whole prompts and counters of decodes. The build links
 * it into a {@code libsentiment4j} that only the tests load.
 */
public final class Oracle implements AutoCloseable {
  private static final int MAX_TOKENS = 512;

  private final NativeHandle handle;
  private final TextNormalization normalization;
  private final byte[] gbnf;

  private Oracle(Path model, ModelProfile profile, boolean vocabularyOnly) {
    NativeLibrary.get();
    this.normalization = TextNormalization.of(GgufFile.read(model));
    this.gbnf = LabelGrammar.of(profile.labelWords()).gbnf().getBytes(UTF_8);
    this.handle =
        NativeHandle.open(
            "oracle",
            () ->
                open(
                    NativePath.bytes(model),
                    vocabularyOnly,
                    utf8(profile.prompt().prefix()),
                    utf8(profile.prompt().suffix()),
                    profile.labelWords().asList().stream().map(this::utf8).toArray(byte[][]::new),
                    MAX_TOKENS),
            Oracle::close);
  }

  /** Opens an oracle that answers. */
  public static Oracle of(Path model, ModelProfile profile) {
    return new Oracle(model, profile, false);
  }

  /** Opens an oracle that gives the tokens of prompts only. */
  public static Oracle ofVocabulary(Path model, ModelProfile profile) {
    return new Oracle(model, profile, true);
  }

  /** Returns the token ids of the whole prompt around a text, not truncated. */
  public int[] promptTokens(String text) {
    return handle.call(oracle -> promptTokens(oracle, utf8(text)));
  }

  /**
   * Returns the greedy answer of llama.cpp's grammar sampler to each text.
   *
   * @param onlyLabelTokens true to ban all tokens that are in no label's tokenisation
   */
  public List<String> answers(List<String> texts, boolean onlyLabelTokens) {
    return texts.stream()
        .map(
            text ->
                handle.call(
                    oracle -> new String(answer(oracle, utf8(text), gbnf, onlyLabelTokens), UTF_8)))
        .toList();
  }

  @Override
  public void close() {
    handle.close();
  }

  private byte[] utf8(String text) {
    return normalization.apply(text).getBytes(UTF_8);
  }

  /**
   * The counters of llama.cpp's decodes in this process.
   *
   * @param decodes the number of finished decodes
   * @param tokens the number of their tokens
   * @param prefixTokens the number of those tokens that belong to the prefix of a prompt
   */
  public record Counters(long decodes, long tokens, long prefixTokens) {
    /** Returns the present counters. */
    public static Counters now() {
      NativeLibrary.get();
      long[] counted = counted();
      return new Counters(counted[0], counted[1], counted[2]);
    }

    /** Returns the difference from earlier counters. */
    public Counters since(Counters earlier) {
      return new Counters(
          decodes - earlier.decodes, tokens - earlier.tokens, prefixTokens - earlier.prefixTokens);
    }
  }

  private static native long[] counted();

  private static native long open(
      byte[] path,
      boolean vocabularyOnly,
      byte[] prefix,
      byte[] suffix,
      byte[][] labels,
      int maxTokens);

  private static native int[] promptTokens(long oracle, byte[] text);

  private static native byte[] answer(
      long oracle, byte[] text, byte[] gbnf, boolean onlyLabelTokens);

  private static native void close(long oracle);
}
