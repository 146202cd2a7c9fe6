/**
 * The GGUF file format: a reader that checks everything, a writer, and the keys in which a
 * sentiment model describes itself. Needs the JDK only.
 *
 * <p>Start at {@link io.github.sentiment4j.gguf.GgufFile}, which reads and checks the header of a
 * file and has the grammar of the format in its description:
 *
 * <pre>{@code
 * GgufFile file = GgufFile.read(Path.of("compact.gguf"));
 * file.string("general.architecture");                // qwen2
 * file.strings("tokenizer.ggml.tokens").size();       // 56204
 * file.tensor("token_embd.weight").orElseThrow();     // token_embd.weight Q4_0 (896, 56204)
 *
 * DecoderModel model = DecoderModel.check(file);      // throws where llama.cpp would abort
 * model.blocks();                                     // 8
 * model.typeName();                                   // Q4_0
 *
 * SentimentMetadata.read(file).map(SentimentMetadata::labels);
 *                                                     // [positive, neutral, negative]
 * }</pre>
 *
 * <p>To change a file, copy it with other keys; the target appears whole or not at all:
 *
 * <pre>{@code
 * GgufWriter writer = GgufWriter.copyOf(file);
 * metadata.writeTo(writer);
 * writer.write(Path.of("calibrated.gguf"));
 * }</pre>
 *
 * <p><b>Three layers of trust.</b> {@code GgufFile.read} accepts every sound GGUF file, whatever
 * its model. {@code DecoderModel.check} accepts those that llama.cpp v0.5.0 runs as a dense decoder
 * with a byte-level BPE vocabulary, and must come before the file is handed to native code, which
 * ends the process on some damaged files. {@code SentimentMetadata.read} checks the {@code
 * sentiment.*} keys. Each throws {@link io.github.sentiment4j.gguf.ModelFileException}, whose
 * message names the place, the expected and the found value. Of the weights, only norms and biases
 * are checked: NaN in a large matrix shows when a text is scored.
 *
 * <p><b>Cost.</b> A header of 6 MB (152,000 tokens, 151,000 merges) takes some 100 ms to read and
 * 200 ms to check in a fresh JVM, and stays in memory as long as the {@code GgufFile}: about 20 MB.
 * Tensor data is read on demand; a copy goes through a buffer of one megabyte.
 *
 * <p><b>Threads.</b> All types but {@link io.github.sentiment4j.gguf.GgufWriter} are immutable and
 * thread-safe. No file stays open between calls.
 */
@NullMarked
package io.github.sentiment4j.gguf;

import org.jspecify.annotations.NullMarked;
