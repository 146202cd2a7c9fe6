package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.core.ModelProfile;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The tokens of a prompt. Each part is tokenised alone, prefix and suffix with special tokens, text
 * and labels without.
 *
 * @param before (…) a token that begins every text, where the model wants one, and the prefix
 * @param behind (…) the suffix
 * @param labels the tokens of each label word
 */
@SuppressWarnings("ArrayRecordComponent")
record PromptTokens(int[] before, int[] behind, List<int[]> labels) {
  static PromptTokens of(ModelProfile profile, Tokenizer tokenizer, OptionalInt beginOfText) {
    int[] prefix = tokenizer.tokens(profile.prompt().prefix(), true);
    return new PromptTokens(
        IntStream.concat(beginOfText.stream(), Arrays.stream(prefix)).toArray(),
        tokenizer.tokens(profile.prompt().suffix(), true),
        profile.labelWords().asList().stream()
            .map(label -> tokenizer.tokens(label, false))
            .toList());
  }

  /** All tokens that occur. */
  BitSet all() {
    BitSet all = new BitSet();
    Arrays.stream(before).forEach(all::set);
    Arrays.stream(behind).forEach(all::set);
    labels.forEach(label -> Arrays.stream(label).forEach(all::set));
    return all;
  }

  /** The first token of each label word. */
  int[] firstOfLabels() {
    return labels.stream().mapToInt(label -> label[0]).toArray();
  }

  /** Returns the prompt with a text, whose end is cut off if it has too many tokens. */
  int[] around(int[] text, int most) {
    int room = Math.max(0, most - before.length - behind.length);
    return IntStream.concat(
            IntStream.concat(Arrays.stream(before), Arrays.stream(text).limit(room)),
            Arrays.stream(behind))
        .toArray();
  }
}
