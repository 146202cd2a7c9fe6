package io.github.sentiment4j.portable;

import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.TokenType;
import io.github.sentiment4j.gguf.internal.TokenizerKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cuts texts so that no piece holds a special token such as {@code <|im_end|>}. java-llama.cpp
 * would recognise it, but in a news item it is ordinary text of ten characters.
 */
final class SpecialTokens {
  private final Pattern special;

  private SpecialTokens(List<String> tokens) {
    this.special =
        Pattern.compile(
            tokens.isEmpty()
                ? "(?!)"
                : tokens.stream().map(Pattern::quote).collect(Collectors.joining("|")));
  }

  static SpecialTokens of(GgufFile file) {
    List<String> tokens = file.strings(TokenizerKeys.TOKENS);
    int[] types = file.int32s(TokenizerKeys.TYPES);
    List<String> special = new ArrayList<>();
    for (int id = 0; id < types.length; id++) {
      if ((types[id] == TokenType.CONTROL || types[id] == TokenType.UNKNOWN)
          && !tokens.get(id).isEmpty()) {
        special.add(tokens.get(id));
      }
    }
    return new SpecialTokens(special);
  }

  /** Returns the pieces of a text in order; a text without special tokens is one piece. */
  List<String> cut(String text) {
    List<String> pieces = new ArrayList<>();
    Matcher matcher = special.matcher(text);
    int from = 0;
    while (matcher.find(from)) {
      int cut = matcher.start() + place(matcher.group());
      pieces.add(text.substring(from, cut));
      from = cut;
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  /**
   * Returns the index at which to cut a special token: after a word in it, where every byte-level
   * tokenizer splits, so that the pieces have the same tokens as the whole.
   */
  private static int place(String token) {
    for (int i = 1; i < token.length(); i++) {
      if (Character.isLetter(token.charAt(i - 1)) && !Character.isLetter(token.charAt(i))) {
        return i;
      }
    }
    return token.offsetByCodePoints(0, 1);
  }
}
