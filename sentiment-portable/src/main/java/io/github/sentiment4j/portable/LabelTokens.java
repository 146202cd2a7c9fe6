package io.github.sentiment4j.portable;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.internal.ByteAlphabet;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is added to the logits, so that a grammar of characters picks among the label tokens. */
final class LabelTokens {
  /** Far below every logit, and still a number that JSON can write. */
  private static final float BANNED = -1e9f;

  private LabelTokens() {}

  /**
   * Biases for the first token of an answer. The grammar lets every token pass with which one of
   * the words begins ({@code p}, {@code pos}); all of them but the labels' own are banned. The
   * label tokens get the calibration's biases: {@code log P / T + b} and {@code log P + T b} have
   * the same order.
   *
   * @param labels (3) the one token of each word
   */
  static Map<Integer, Float> biases(
      GgufFile file, LabelWords words, int[] labels, Calibration calibration) {
    Map<Integer, Float> biases = new HashMap<>();
    List<byte[]> wordBytes = words.asList().stream().map(word -> word.getBytes(UTF_8)).toList();
    List<String> vocabulary = file.strings(TokenizerKeys.TOKENS);
    for (int id = 0; id < vocabulary.size(); id++) {
      byte[] token = ByteAlphabet.bytes(vocabulary.get(id)).orElse(new byte[0]);
      if (token.length > 0 && wordBytes.stream().anyMatch(word -> startsWith(word, token))) {
        biases.put(id, BANNED);
      }
    }
    double[] added = {
      calibration.positiveBias(), calibration.neutralBias(), calibration.negativeBias()
    };
    for (int k = 0; k < labels.length; k++) {
      biases.put(labels[k], (float) (calibration.temperature() * added[k]));
    }
    return biases;
  }

  private static boolean startsWith(byte[] word, byte[] token) {
    return token.length <= word.length
        && Arrays.equals(word, 0, token.length, token, 0, token.length);
  }
}
