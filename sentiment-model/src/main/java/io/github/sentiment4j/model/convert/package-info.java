/**
 * Writes model files: any checkpoint as GGUF, any GGUF file as a Hugging Face folder.
 *
 * <pre>{@code
 * ConversionSpec spec =
 *     ConversionSpec.builder()
 *         .base(Path.of("Qwen2.5-0.5B"))        // or a GGUF file
 *         .adapter(Path.of("lora-out"))         // optional: a PEFT folder, merged into the base
 *         .output(Path.of("finance.gguf"))
 *         .type(FileType.Q8_0)
 *         .prompt("{text}\n情绪：")
 *         .build();
 * ConversionReport report = Conversion.open(spec).run(Progress.NONE);
 * report.sha256();                                 // also in finance.gguf.sha256
 *
 * Export.open(Path.of("finance.gguf"), Path.of("finance"), Optional.empty(), false, 2)
 *     .run(Progress.NONE);
 * }</pre>
 *
 * <p><b>All or nothing.</b> {@code open} finds all errors in the input before a byte is written.
 * {@code run} writes the output under another name beside its place and renames it when it is
 * complete, so that a failure, an interrupt or a killed process never leaves half a model under the
 * final name.
 *
 * <p><b>Memory.</b> A vocabulary of 152,000 tokens takes some 60 MB. Weights go through a few rows
 * at a time: 2 MB for each thread and one more. Files that are changed while they are read are
 * refused.
 *
 * <p><b>Threads.</b> {@code run} writes on the caller's thread and encodes on others, which end
 * with it. Objects of this package are immutable but for builders.
 */
@NullMarked
package io.github.sentiment4j.model.convert;

import org.jspecify.annotations.NullMarked;
