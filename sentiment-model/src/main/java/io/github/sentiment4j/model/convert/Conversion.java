package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufException;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.PendingOutput;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.jni.Quantizer;
import io.github.sentiment4j.model.ModelFileException;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes a GGUF file of a checkpoint: {@link #open} reads and checks all that is needed, {@link
 * #run} writes the file.
 *
 * <p>The file appears whole or not at all. It is made under another name beside its place, checked
 * ({@link DecoderModel#check}, {@link SentimentMetadata#read}), forced to disk and renamed; then
 * its manifest is written beside it. What llama.cpp quantizes is first written as floats, beside it
 * too. Memory is some megabytes for each thread and the vocabulary, whatever the size of the model.
 */
public final class Conversion {
  private final ConversionSpec spec;
  private final Checkpoint checkpoint;
  private final Optional<SentimentMetadata> sentiment;
  private final CheckpointWriter writer;
  private final UnaryOperator<WritableByteChannel> disk;

  private Conversion(
      ConversionSpec spec,
      Checkpoint checkpoint,
      Optional<SentimentMetadata> sentiment,
      UnaryOperator<WritableByteChannel> disk) {
    this.spec = spec;
    this.checkpoint = checkpoint;
    this.sentiment = sentiment;
    this.disk = disk;
    this.writer =
        new CheckpointWriter(
            checkpoint,
            CheckpointWriter.writes(spec.type()) ? spec.type() : LosslessType.of(checkpoint),
            sentiment);
  }
