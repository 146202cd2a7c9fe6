/** Byte-level BPE vocabularies: from and to {@code tokenizer.json} and the keys of GGUF. */
package io.github.sentiment4j.model.tokenizer;
