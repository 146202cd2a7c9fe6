package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.gguf.internal.ByteAlphabet;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Checks that a pruned vocabulary gives a text the same tokens if all of them were kept. */
final class TokenizerComparison {
  private final Path source;
  private final Vocabulary original;
  private final Vocabulary.Kept kept;
  private final Tokenizer before;
  private final Tokenizer after;

  /**
   * Compares two tokenizers.
   *
   * @param source the model, for messages
   * @param original the vocabulary
   * @param kept the pruned vocabulary
   * @param before the original tokenizer
   * @param after the tokenizer over the pruned vocabulary
   */
  TokenizerComparison(
      Path source, Vocabulary original, Vocabulary.Kept kept, Tokenizer before, Tokenizer after) {
    this.source = source;
    this.original = original;
    this.kept = kept;
    this.before = before;
    this.after = after;
  }

  /**
   * Compares the tokens of prompt, labels and texts.
   *
   * @throws ModelFileException {@link Kind#MODEL_UNSUPPORTED} if there is a difference that must
   *     not be
   */
  void require(ModelProfile profile, List<String> texts) {
    requireSame("prompt", profile.prompt().prefix(), true);
    requireSame("prompt", profile.prompt().suffix(), true);
    profile.labelWords().asList().forEach(label -> requireSame("label word", label, false));
    for (String text : texts) {
      if (Arrays.stream(before.tokens(text, false)).allMatch(this::isKept)) {
        requireSame("text", text, false);
      } else {
        requireWhole(text);
      }
    }
  }

  private boolean isKept(int oldId) {
    return Arrays.binarySearch(kept.oldIds(), oldId) >= 0;
  }

  private void requireSame(String what, String text, boolean special) {
    int[] wanted = before.tokens(text, special);
    int[] found = Arrays.stream(after.tokens(text, special)).map(id -> kept.oldIds()[id]).toArray();
    if (!Arrays.equals(wanted, found)) {
      throw ModelFileException.unsupported(
          source,
          what + " \"" + text + '"',
          "the tokens " + Arrays.toString(wanted) + " with the pruned vocabulary too",
          Arrays.toString(found));
    }
  }

  private void requireWhole(String text) {
    String wanted = text(original, before.tokens(text, false));
    String found = text(kept.vocabulary(), after.tokens(text, false));
    if (!found.equals(wanted)) {
      throw ModelFileException.unsupported(
          source,
          "text \"" + text + '"',
          "tokens that make \"" + wanted + "\" with the pruned vocabulary too",
          '"' + found + '"');
    }
  }

  private static String text(Vocabulary vocabulary, int[] ids) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids) {
      String token = vocabulary.tokens().get(id);
      bytes.writeBytes(
          ByteAlphabet.bytes(token).orElseGet(() -> token.getBytes(StandardCharsets.UTF_8)));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
