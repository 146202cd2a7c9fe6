/**
 * Byte-level BPE vocabularies, read from and written to {@code tokenizer.json} and the keys of
 * GGUF.
 *
 * <p>Start with {@link io.github.sentiment4j.model.tokenizer.Vocabulary}. It comes from a GGUF file
 * or, with {@link io.github.sentiment4j.model.tokenizer.TokenizerFolder}, from a Hugging Face
 * folder, and goes to either. A smaller one, which keeps the tokens of every text that was closed
 * over:
 *
 * <pre>{@code
 * Vocabulary qwen = Vocabulary.of(GgufFile.read(file)); // 151,936 tokens
 * BitSet kept = qwen.closure(tokensOfTheTexts); // and what they are merged from
 * kept.or(qwen.byteTokens()); // so that every other text can be written too
 * kept.or(specialTokens);
 * Vocabulary.Kept small = qwen.keep(kept); // small.oldIds()[newId] is the id in qwen
 * }</pre>
 *
 * <p>Nothing here tokenises a text: that is {@code io.github.sentiment4j.jni.LlamaTokenizer}, which
 * also brings it to the Unicode form that the model's own tokenizer wants. Everything is immutable
 * and thread-safe. A vocabulary of 151,936 tokens takes some 25 MB, and as much again while it is
 * read.
 */
@NullMarked
package io.github.sentiment4j.model.tokenizer;

import org.jspecify.annotations.NullMarked;
