package io.github.sentiment4j.model.prune;

import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelFileException.Kind;
import io.github.sentiment4j.model.prune.PruningReport.Coverage;
import io.github.sentiment4j.model.prune.PruningReport.KeptTokens;
import io.github.sentiment4j.model.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the tokens of a vocabulary that stay.
 *
 * @param kept their vocabulary
 * @param origins where they come from
 * @param unseen how other texts fare with them
 */
record VocabularyPruning(Vocabulary.Kept kept, KeptTokens origins, Optional<Coverage> unseen) {
  /**
   * Chooses the tokens of a vocabulary.
   *
   * @param source the model, for messages
   * @param vocabulary its tokens
   * @param tokenizer its tokenizer
   * @param spec the parts that stay
   * @param prompt tokens that stay
   * @throws IOException if texts cannot be read
   * @throws ModelFileException {@link Kind#INVALID_SETTING} if more tokens must stay than may,
   *     {@link Kind#MODEL_INVALID} if there is no text in a corpus
   */
  static VocabularyPruning of(
      Path source,
      Vocabulary vocabulary,
      Tokenizer tokenizer,
      PruningSpec spec,
      PromptTokens prompt)
      throws IOException {
    TokenSelection selection = new TokenSelection(vocabulary);
    BitSet bytes = vocabulary.byteTokens();
    BitSet special = selection.special();
    BitSet around = prompt.all();
    BitSet cjk = spec.keepCjk() ? selection.cjk() : new BitSet();
    BitSet needed = vocabulary.closure(union(bytes, special, around, cjk));
    TokenCounts counts = TokenCounts.of(spec.corpora(), tokenizer, vocabulary.size());
    BitSet tokens;
    if (spec.maxTokens().isPresent()) {
      int most = spec.maxTokens().getAsInt();
      if (most < needed.cardinality()) {
        throw ModelFileException.mismatch(
            source,
            "tokens that may stay",
            String.format(
                "at least the %,d that must: %,d bytes, %,d special ones, %,d of prompt and labels,"
                    + " %,d CJK, and what they are merged from",
                needed.cardinality(),
                bytes.cardinality(),
                special.cardinality(),
                around.cardinality(),
                cjk.cardinality()),
            String.format("%,d", most));
      }
      tokens = selection.mostUsed(needed, counts, most);
    } else {
      tokens = selection.allOf(needed, counts);
    }
    KeptTokens origins =
        new KeptTokens(
            bytes.cardinality(),
            special.cardinality(),
            around.cardinality(),
            cjk.cardinality(),
            counts.occurring().cardinality(),
            coverage(spec.corpora(), counts, tokens));
    Optional<Coverage> unseen = Optional.empty();
    if (spec.unseen().isPresent()) {
      List<Texts> texts = List.of(spec.unseen().get());
      TokenCounts unseenCounts = TokenCounts.of(texts, tokenizer, vocabulary.size());
      unseen = Optional.of(coverage(texts, unseenCounts, tokens));
    }
    return new VocabularyPruning(vocabulary.keep(tokens), origins, unseen);
  }

  private static BitSet union(BitSet... sets) {
    BitSet union = new BitSet();
    Arrays.stream(sets).forEach(union::or);
    return union;
  }

  private static Coverage coverage(List<Texts> corpora, TokenCounts counts, BitSet tokens) {
    return new Coverage(
        corpora.stream().map(corpus -> corpus.source().getFileName().toString()).toList(),
        counts.total(),
        counts.outside(tokens));
  }
}
