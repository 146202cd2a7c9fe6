package io.github.sentiment4j.model.tokenizer;

import io.github.sentiment4j.gguf.internal.TokenizerKeys;
import java.util.List;

/**
 * The special tokens that have a name, in the order of convert_hf_to_gguf.py, with their names in
 * the files of a Hugging Face folder and in GGUF.
 */
enum SpecialToken {
  BOS("bos", "bos"),
  EOS("eos", "eos"),
  UNK("unk", "unknown"),
  SEP("sep", "seperator"),
  PAD("pad", "padding"),
  MASK("mask", "mask");

  /** The tokens that GGUF can add to every text. */
  static final List<SpecialToken> ADDABLE = List.of(BOS, EOS, SEP);

  private final String name;
  private final String ggufName;

  SpecialToken(String name, String ggufName) {
    this.name = name;
    this.ggufName = ggufName;
  }

  /** The field of {@code tokenizer_config.json} with the token itself. */
  String field() {
    return name + "_token";
  }

  /** The field of {@code tokenizer_config.json} that says whether it is added to every text. */
  String addField() {
    return "add_" + name + "_token";
  }

  /** The field of {@code config.json} with its id. */
  String idField() {
    return name + "_token_id";
  }

  /** The key of GGUF with its id. */
  String idKey() {
    return TokenizerKeys.id(ggufName);
  }

  /** The key of GGUF that says whether it is added to every text. */
  String addKey() {
    return TokenizerKeys.add(name);
  }
}
