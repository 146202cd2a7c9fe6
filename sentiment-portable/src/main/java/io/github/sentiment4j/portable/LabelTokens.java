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

/** Computes the logit biases with which a grammar of characters chooses among the label tokens. */
final class LabelTokens {
  /** A bias far below every logit. Unlike an infinity, JSON can represent it. */
  private static final float BANNED = -1e9f;

  private LabelTokens() {}

  /**
   * Returns the biases by token id for the first token of an answer. The grammar admits every token
   * that is a prefix of a label word ({@code p}, {@code pos}); the biases ban all of them but the
   * label tokens. The label tokens get the biases of the calibration, because {@code log P / T + b}
   * and {@code log P + T b} have the same order.
   *
   * @param labels (3) the tokens of the label words
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
