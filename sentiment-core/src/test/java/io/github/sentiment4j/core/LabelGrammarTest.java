package io.github.sentiment4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked
final class LabelGrammarTest {

  @Test
  void gbnf_plainWords_areQuoted() {
    assertThat(LabelGrammar.of(LabelWords.ENGLISH).gbnf())
        .isEqualTo("root ::= \"positive\" | \"neutral\" | \"negative\"");
  }

  @Test
  void gbnf_chineseWords_areAsciiEscapes() {
    assertThat(LabelGrammar.of(LabelWords.CHINESE).gbnf())
        .isEqualTo("root ::= \"\\u79EF\\u6781\" | \"\\u4E2D\\u6027\" | \"\\u6D88\\u6781\"");
  }

  @Test
  void gbnf_quotesBackslashesControlsAndEmoji_readBackAsTheWords() {
    LabelWords words = new LabelWords("say \"up\"\\n", "\u0001\t[-]\n\u007F", " \uD83D\uDCC9 é|x");
    String gbnf = LabelGrammar.of(words).gbnf();

    assertThat(gbnf).matches("[ -~]+").contains("\\\"up\\\"\\\\n").contains("\\U0001F4C9");
    assertThat(readBack(gbnf)).isEqualTo(words.asList());
  }

  @Test
  void parse_exactWord_isItsSentimentAndAnythingElseIsNone() {
    LabelGrammar grammar = LabelGrammar.of(LabelWords.CHINESE);

    assertThat(grammar.parse("积极")).contains(Sentiment.POSITIVE);
    assertThat(grammar.parse("中性")).contains(Sentiment.NEUTRAL);
    assertThat(grammar.parse("消极")).contains(Sentiment.NEGATIVE);
    assertThat(grammar.parse("积")).isEmpty();
    assertThat(grammar.parse("积极 ")).isEmpty();
    assertThat(grammar.parse("positive")).isEmpty();
    assertThat(grammar.parse("")).isEmpty();
  }

  /** The literals of a grammar, by the rules of parse_char in llama.cpp's llama-grammar.cpp. */
  private static List<String> readBack(String gbnf) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    int i = 0;
    while (i < gbnf.length()) {
      char c = gbnf.charAt(i++);
      if (c == '"' && word == null) {
        word = new StringBuilder();
      } else if (c == '"') {
        words.add(word.toString());
        word = null;
      } else if (word != null && c == '\\') {
        char kind = gbnf.charAt(i++);
        int digits = "xuU".indexOf(kind) < 0 ? 0 : 2 << "xuU".indexOf(kind);
        if (digits > 0) {
          word.appendCodePoint(Integer.parseInt(gbnf.substring(i, i + digits), 16));
          i += digits;
        } else {
          assertThat(kind).isIn('"', '\\', '[', ']', '-');
          word.append(kind);
        }
      } else if (word != null) {
        word.append(c);
      }
    }
    return words;
  }
}
