package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What an export made. Immutable.
 *
 * @param folder the Hugging Face folder
 * @param weights how many
 * @param parameters elements of all weights
 * @param type the type of the weights: F32, F16 or BF16
 * @param bytesBefore size of the GGUF file
 * @param bytesAfter size of {@code model.safetensors}
 * @param time how long it took
 */
public record ExportReport(
    Path folder,
    int weights,
    long parameters,
    FileType type,
    long bytesBefore,
    long bytesAfter,
    Duration time) {}
