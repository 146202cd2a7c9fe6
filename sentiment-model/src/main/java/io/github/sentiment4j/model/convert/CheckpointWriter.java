package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufWriter;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Architecture;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.RotaryRows;
import io.github.sentiment4j.model.checkpoint.TensorNames;
import io.github.sentiment4j.model.tensor.Weight;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes a checkpoint as GGUF: the same names, types, order and bytes as convert_hf_to_gguf.py of
 * llama.cpp v0.5.0. The constructor decides the layout; {@link #write} reads the weights.
 */
final class CheckpointWriter {
  private final Checkpoint checkpoint;
  private final FileType fileType;
  private final Optional<SentimentMetadata> sentiment;
  private final List<PlannedTensor> tensors;

  /**
   * A plan to write a checkpoint.
   *
   * @param fileType F32, F16, BF16 or Q8_0
   */
  CheckpointWriter(
      Checkpoint checkpoint, FileType fileType, Optional<SentimentMetadata> sentiment) {
    this.checkpoint = checkpoint;
    this.fileType = fileType;
    this.sentiment = sentiment;
    GgmlType matrixType = matrixType(fileType);
    this.tensors =
        checkpoint.names().stream()
            .map(name -> plan(checkpoint.weight(name).orElseThrow(), matrixType))
            .toList();
  }

  /** Returns whether files of a type are written here; all others are made by llama.cpp. */
  static boolean writes(FileType type) {
    return switch (type) {
      case F32, F16, BF16, Q8_0 -> true;
      default -> false;
    };
  }

  private static GgmlType matrixType(FileType fileType) {
    return switch (fileType) {
      case F32 -> GgmlType.F32;
      case F16 -> GgmlType.F16;
      case BF16 -> GgmlType.BF16;
      case Q8_0 -> GgmlType.Q8_0;
      default -> throw new IllegalArgumentException(fileType + " is made by llama.cpp");
    };
  }

  private PlannedTensor plan(Weight weight, GgmlType matrixType) {
    String name = TensorNames.toGguf(weight.name()).orElseThrow();
    GgmlType type = typeOf(name, weight, matrixType);
    return new PlannedTensor(
        new FiniteWeight(rowsAsStored(weight), checkpoint.source(), type), name, type);
  }

  /** Chooses types as convert_hf_to_gguf.py does: small tensors stay exact, misfits become F16. */
  private static GgmlType typeOf(String name, Weight weight, GgmlType matrixType) {
    if (weight.dimensions() == 1 || name.endsWith("_norm.weight") || !name.endsWith(".weight")) {
      return GgmlType.F32;
    }
    return weight.columns() % matrixType.blockElements() == 0 ? matrixType : GgmlType.F16;
  }

  /** Reorders the rows of q and k for files of the llama architecture. */
  private Weight rowsAsStored(Weight weight) {
    if (checkpoint.config().architecture() != Architecture.LLAMA) {
      return weight;
    }
    if (weight.name().contains(".q_proj.")) {
      return RotaryRows.interleaved(weight, checkpoint.config().heads());
    }
    if (weight.name().contains(".k_proj.")) {
      return RotaryRows.interleaved(weight, checkpoint.config().kvHeads());
    }
    return weight;
  }

  /** The tensors in the order of the file. */
  List<PlannedTensor> tensors() {
    return tensors;
  }

  /** Bytes of all tensors. */
  long bytes() {
    return tensors.stream().mapToLong(PlannedTensor::bytes).sum();
  }

  /**
   * Writes the file.
   *
   * @throws IOException if the channel fails or the thread is interrupted
   * @throws io.github.sentiment4j.gguf.ModelFileException if a weight cannot be read any more
   */
  GgufWriter.Written write(WritableByteChannel channel, RowPipeline pipeline, Progress progress)
      throws IOException {
    GgufWriter writer = GgufWriter.create();
    checkpoint.metadata().forEach(writer::put);
    writer.putUint32("general.file_type", fileType.id());
    checkpoint.vocabulary().writeTo(writer);
    sentiment.ifPresent(metadata -> metadata.writeTo(writer));
    long total = bytes();
    AtomicLong done = new AtomicLong();
    for (PlannedTensor tensor : tensors) {
      writer.tensor(
          tensor.name(),
          tensor.type(),
          tensor.shape(),
          target ->
              pipeline.write(
                  tensor,
                  target,
                  bytes -> progress.advanced(tensor.name(), done.addAndGet(bytes), total)));
    }
    return writer.writeTo(channel);
  }
}
