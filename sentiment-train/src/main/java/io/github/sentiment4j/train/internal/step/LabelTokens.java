package io.github.sentiment4j.train.internal.step;

import io.github.sentiment4j.core.LabelWords;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The tokens of the three label words, and the sequences that score them: the prompt alone where
 * all words are single tokens, otherwise the prompt with each distinct word without its last token.
 */
public final class LabelTokens {
  private final List<int[]> words;
  private final List<int[]> beginnings = new ArrayList<>();

  /**
   * Checks the words.
   *
   * @param words ids of positive, neutral, negative
   * @throws IllegalArgumentException if one begins with another
   */
  public LabelTokens(List<int[]> words) {
    this.words = words;
    for (int[] one : words) {
      for (int[] other : words) {
        if (one.length == 0 || (one != other && startsWith(one, other))) {
          throw new IllegalArgumentException(
              "expected label words of which none begins with another, found tokens "
                  + words.stream().map(Arrays::toString).toList()
                  + "; take other words");
        }
      }
    }
    words.stream()
        .map(word -> Arrays.copyOf(word, word.length - 1))
        .sorted((a, b) -> b.length - a.length)
        .filter(beginning -> beginnings.stream().noneMatch(longer -> startsWith(longer, beginning)))
        .forEach(beginnings::add);
  }

  public static LabelTokens of(LabelWords words, PromptTokenizer tokenizer) {
    return new LabelTokens(words.asList().stream().map(tokenizer::label).toList());
  }

  private static boolean startsWith(int[] ids, int[] beginning) {
    return beginning.length <= ids.length
        && Arrays.equals(ids, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** Returns the ids of a label's word. */
  int[] word(int label) {
    return words.get(label);
  }

  /** Returns the number of tokens of the longest word. */
  public int longest() {
    return words.stream().mapToInt(word -> word.length).max().orElseThrow();
  }

  /** Returns the sequences that follow the prompt; a single empty one for single-token words. */
  public List<int[]> beginnings() {
    return beginnings;
  }

  /**
   * Returns the number of positions per prompt whose logits count: for each beginning its length +
   * 1.
   */
  public int positions() {
    return beginnings.stream().mapToInt(beginning -> beginning.length + 1).sum();
  }

  /** Returns the number of tokens of all words together, W. */
  public int tokens() {
    return words.stream().mapToInt(word -> word.length).sum();
  }

  /**
   * Returns the log-probability of each label after each prompt, not renormalised: log P(word) =
   * sum of log P(token | prompt, tokens before).
   *
   * @param logits (B · positions, V), for each prompt and beginning those of its last token and of
   *     the tokens of the beginning
   * @return (B, 3)
   */
  public Tensor scores(Tensor logits) {
    return sums(tokenScores(logits));
  }

  /**
   * Returns log P(token | prompt, tokens before) of every token of every word.
   *
   * @param logits as in {@link #scores}
   * @return (B, W), the tokens of positive, neutral and negative one after another
   */
  Tensor tokenScores(Tensor logits) {
    Tensor logs =
        torch.log_softmax(logits, 1).reshape(-1, positions(), logits.size(1)); // (B, P, V)
    TensorVector columns = new TensorVector();
    for (int[] word : words) {
      int at = firstPosition(word);
      for (int j = 0; j < word.length; j++) {
        columns.push_back(logs.select(1, at + j).select(1, word[j])); // (B)
      }
    }
    return torch.stack(columns, 1);
  }

  /** Adds up what belongs to the tokens of each word: (B, W) to (B, 3). */
  Tensor sums(Tensor ofTokens) {
    TensorVector columns = new TensorVector();
    int at = 0;
    for (int[] word : words) {
      columns.push_back(ofTokens.narrow(1, at, word.length).sum(1L));
      at += word.length;
    }
    return torch.stack(columns, 1);
  }

  /** Repeats what belongs to each word for all of its tokens: (3) to (W). */
  float[] forTokens(double... ofWords) {
    float[] all = new float[tokens()];
    int at = 0;
    for (int label = 0; label < words.size(); label++) {
      Arrays.fill(all, at, at + words.get(label).length, (float) ofWords[label]);
      at += words.get(label).length;
    }
    return all;
  }

  private int firstPosition(int[] word) {
    int at = 0;
    for (int[] beginning : beginnings) {
      if (startsWith(beginning, Arrays.copyOf(word, word.length - 1))) {
        return at;
      }
      at += beginning.length + 1;
    }
    throw new IllegalStateException("no beginning of " + Arrays.toString(word));
  }
}
