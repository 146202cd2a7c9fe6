package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.model.checkpoint.TiedCheckpoint;
import io.github.sentiment4j.model.safetensors.SafetensorsType;
import io.github.sentiment4j.model.safetensors.SafetensorsWriter;
import io.github.sentiment4j.model.tensor.Weight;
import io.github.sentiment4j.model.tokenizer.TokenizerFolder;
import io.github.sentiment4j.support.PendingOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * Converts a GGUF file to a Hugging Face folder: {@code model.safetensors}, {@code config.json},
 * {@code generation_config.json}, {@code tokenizer.json} and {@code tokenizer_config.json}, with
 * which transformers gives the same ids and logits as llama.cpp does with the file. Quantised
 * weights are dequantised.
 *
 * <p>The folder appears whole or not at all. It has one file of weights, whatever its size.
 */
public final class Export {
  private static final String WEIGHTS_FILE = "model.safetensors";

  private final Path gguf;
  private final Path folder;
  private final FileType type;
  private final int threads;
  private final Checkpoint checkpoint;
  private final List<PlannedTensor> tensors;
  private final UnaryOperator<WritableByteChannel> disk;

  private Export(
      Path gguf,
      Path folder,
      FileType type,
      int threads,
      Checkpoint checkpoint,
      UnaryOperator<WritableByteChannel> disk) {
    this.gguf = gguf;
    this.folder = folder;
    this.type = type;
    this.threads = threads;
    this.checkpoint = checkpoint;
    this.tensors =
        checkpoint.names().stream()
            .map(name -> plan(name, checkpoint.weight(name).orElseThrow()))
            .toList();
    this.disk = disk;
  }

  private PlannedTensor plan(String name, Weight weight) {
    return new PlannedTensor(new FiniteWeight(weight, gguf, ggmlType()), name, ggmlType());
  }

  /**
   * Reads and checks a GGUF file. Nothing is written.
   *
   * @param gguf the file
   * @param folder the new or empty folder to write to; its parent exists
   * @param type F32, F16 or BF16; where none is given, what loses nothing: F16 or BF16 if all
   *     matrices are that and it keeps the vectors too, else F32
   * @param tieOutput whether the output head is used as the embedding too: for models that tie the
   *     two, from files that store them in different types; the logits are then not quite those of
   *     the file
   * @param threads how many convert
   * @throws IllegalArgumentException if the folder has files or is in none, or the type is another
   * @throws io.github.sentiment4j.gguf.ModelFileException if the file is damaged or cannot be
   *     written as a folder
   * @throws IOException if the disk has no room or cannot be looked at
   */
  public static Export open(
      Path gguf, Path folder, Optional<FileType> type, boolean tieOutput, int threads)
      throws IOException {
    return open(gguf, folder, type, tieOutput, threads, UnaryOperator.identity());
  }

  /** An export whose disk a test makes fail. */
  static Export open(
      Path gguf,
      Path folder,
      Optional<FileType> type,
      boolean tieOutput,
      int threads,
      UnaryOperator<WritableByteChannel> disk)
      throws IOException {
    OutputCheck.requireFolder(folder);
    OutputCheck.requireEmpty(folder);
    Checkpoint file = GgufCheckpoint.read(gguf);
    Checkpoint checkpoint = tieOutput ? TiedCheckpoint.of(file) : file;
    FileType written = type.orElseGet(() -> LosslessType.ofAll(checkpoint));
    Export export = new Export(gguf, folder, written, threads, checkpoint, disk);
    OutputCheck.requireRoom(folder, export.bytes());
    return export;
  }

  /**
   * Writes the folder.
   *
   * @throws IOException if that fails, or the thread is interrupted; there is no folder then, or
   *     the empty one that was there before
   * @throws io.github.sentiment4j.gguf.ModelFileException if the tokenizer cannot be written as a
   *     {@code tokenizer.json}, or a weight cannot be read any more
   */
  public ExportReport run(Progress progress) throws IOException {
    long start = System.nanoTime();
    try (PendingOutput output = PendingOutput.folder(folder)) {
      TokenizerFolder.write(checkpoint.vocabulary(), output.path());
      new HuggingFaceConfig(checkpoint, type).write(output.path());
      writeWeights(output.path().resolve(WEIGHTS_FILE), progress);
      output.commit();
    }
    return new ExportReport(
        folder,
        tensors.size(),
        tensors.stream().mapToLong(PlannedTensor::elements).sum(),
        type,
        Files.size(gguf),
        Files.size(folder.resolve(WEIGHTS_FILE)),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private void writeWeights(Path file, Progress progress) throws IOException {
    SafetensorsWriter writer = SafetensorsWriter.create().metadata("format", "pt");
    SafetensorsType stored = SafetensorsType.valueOf(type.name());
    long total = bytes();
    AtomicLong done = new AtomicLong();
    try (RowPipeline pipeline = new RowPipeline(threads);
        FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (PlannedTensor tensor : tensors) {
        writer.tensor(
            tensor.name(),
            stored,
            shape(tensor.source()),
            target ->
                pipeline.write(
                    tensor,
                    target,
                    bytes -> progress.advanced(tensor.name(), done.addAndGet(bytes), total)));
      }
      writer.writeTo(disk.apply(channel));
    }
  }

  private long bytes() {
    return tensors.stream().mapToLong(PlannedTensor::bytes).sum();
  }

  private GgmlType ggmlType() {
    return switch (type) {
      case F32 -> GgmlType.F32;
      case F16 -> GgmlType.F16;
      case BF16 -> GgmlType.BF16;
      default ->
          throw new IllegalArgumentException("type: expected F32, F16 or BF16, found " + type);
    };
  }

  /** The lengths in the order of PyTorch. */
  private static List<Long> shape(Weight weight) {
    return weight.dimensions() == 1
        ? List.of((long) weight.rows())
        : List.of((long) weight.rows(), (long) weight.columns());
  }
}
