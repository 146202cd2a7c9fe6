package io.github.sentiment4j.model.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The content of a {@code tokenizer.json}, see {@link TokenizerJsonReader}.
 *
 * @param file the source, for messages
 * @param normalizer the section; null in JSON for none
 * @param splitter the section {@code pre_tokenizer}
 * @param ignoreMerges whether a word that is a token is that token, whatever the merges make of it
 * @param beginOfText the token in front of a text
 * @param tokens those of the model by id, with null in gaps
 * @param addedTokens those that are cut out of a text before anything else happens to it
 * @param merges in order of rank, {@code left right}
 */
record TokenizerJson(
    Path file,
    JsonNode normalizer,
    JsonNode splitter,
    boolean ignoreMerges,
    Optional<AddedToken> beginOfText,
    List<String> tokens,
    List<AddedToken> addedTokens,
    List<String> merges) {

  /**
   * An added token.
   *
   * @param special whether it is no text, but says something to the model
   */
  record AddedToken(int id, String content, boolean special) {}

  /** The added token with some text. */
  Optional<AddedToken> addedToken(String content) {
    return addedTokens.stream().filter(token -> token.content().equals(content)).findFirst();
  }
}
