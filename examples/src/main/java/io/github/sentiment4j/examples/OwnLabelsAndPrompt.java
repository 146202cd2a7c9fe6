package io.github.sentiment4j.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.LabelGrammar;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Sets the prompt and the label words, for a model file that names none or other ones: {@code
 * OwnLabelsAndPrompt [MODEL]}. A label word may have several tokens.
 */
public final class OwnLabelsAndPrompt {
  private static final PromptTemplate PROMPT = PromptTemplate.of("新闻：{text}\n这条新闻的情绪（积极、中性、消极）是：");
  private static final LabelWords WORDS = new LabelWords("积极", "中性", "消极");

  private OwnLabelsAndPrompt() {}

  /** Runs the example. */
  public static void main(String[] args) {
    // On some systems System.out is not UTF-8.
    PrintStream out = new PrintStream(System.out, true, UTF_8);
    try (SentimentClassifier classifier =
        Model.of(args, 0).prompt(PROMPT).labelWords(WORDS).build()) {
      for (String text : List.of("美联储宣布降息50bp, 投资者纷纷买入股票，股市大涨！", "公司净利润同比下降四成")) {
        SentimentResult result = classifier.classify(text);
        String word = WORDS.word(result.label());
        out.printf(Locale.ROOT, "%s %.3f %s%n", word, result.confidence(), text);
      }
      out.println(LabelGrammar.of(WORDS).gbnf());
    }
  }
}
