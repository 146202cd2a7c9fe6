package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgmlType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.gguf.ModelManifest;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.jni.Quantizer;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.prune.Pruning;
import io.github.sentiment4j.model.prune.Pruning.Pruned;
import io.github.sentiment4j.model.prune.PruningReport;
import io.github.sentiment4j.support.PendingOutput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Converts a checkpoint to a GGUF file: {@link #open} reads and checks the input, {@link #run}
 * writes the file.
 *
 * <p>The file appears whole or not at all. It is made under another name beside its place, checked
 * ({@link DecoderModel#check}, {@link SentimentMetadata#read}), forced to disk and renamed; then
 * its manifest is written beside it. A type that llama.cpp makes needs a file of floats beside it
 * meanwhile. Memory holds the vocabulary and some rows for each thread, whatever the size of the
 * model.
 */
public final class Conversion {
  private final ConversionSpec spec;
  private final Source source;
  private final Optional<SentimentMetadata> sentiment;
  private final Optional<PruningReport> pruning;
  private final Duration openingTime;
  private final CheckpointWriter writer;
  private final UnaryOperator<WritableByteChannel> disk;

  private Conversion(
      ConversionSpec spec,
      Source source,
      UnaryOperator<WritableByteChannel> disk,
      Progress progress)
      throws IOException {
    long start = System.nanoTime();
    this.spec = spec;
    this.source = source;
    this.sentiment = spec.sentiment().over(source.sentiment());
    Optional<Pruned> pruned = prune(progress);
    this.pruning = pruned.map(Pruned::report);
    Checkpoint checkpoint = pruned.map(Pruned::checkpoint).orElse(source.checkpoint());
    FileType written = writesItself() ? spec.type() : LosslessType.ofMatrices(checkpoint);
    this.writer = new CheckpointWriter(checkpoint, written, sentiment);
    this.disk = disk;
    this.openingTime = Duration.ofNanos(System.nanoTime() - start);
  }

  /**
   * Reads and checks the input of a specification, and chooses the parts of the model that stay.
   * Temporary files are removed.
   *
   * @param progress receives the texts that pruning reads
   * @throws IllegalArgumentException if the output is a file that is read, a folder, or in none; if
   *     the type cannot be made; or if a {@code sentiment.*} key is out of its range
   * @throws ModelFileException if base or adapter cannot be used or do not belong together, or the
   *     model cannot be pruned so
   * @throws IOException if the disk has no room or cannot be looked at, or texts cannot be read
   * @throws io.github.sentiment4j.core.SentimentException if llama.cpp fails
   */
  public static Conversion open(ConversionSpec spec, Progress progress) throws IOException {
    return open(spec, Source.open(spec.base(), spec.adapter()), UnaryOperator.identity(), progress);
  }

  /** Opens a conversion without a listener, see {@link #open(ConversionSpec, Progress)}. */
  public static Conversion open(ConversionSpec spec) throws IOException {
    return open(spec, Progress.NONE);
  }

  /** A conversion of any checkpoint, whose disk a test makes fail. */
  static Conversion open(
      ConversionSpec spec, Source source, UnaryOperator<WritableByteChannel> disk)
      throws IOException {
    return open(spec, source, disk, Progress.NONE);
  }

  private static Conversion open(
      ConversionSpec spec,
      Source source,
      UnaryOperator<WritableByteChannel> disk,
      Progress progress)
      throws IOException {
    OutputCheck.requireFolder(spec.output());
    OutputCheck.requireNotRead(spec.output(), spec.base());
    if (spec.adapter().isPresent()) {
      OutputCheck.requireNotRead(spec.output(), spec.adapter().get());
    }
    Quantizer.unsupportedReason(spec.type())
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("type " + spec.type() + ": " + reason);
            });
    spec.pruning().check(source.checkpoint(), spec.type());
    Conversion conversion = new Conversion(spec, source, disk, progress);
    OutputCheck.requireRoom(spec.output(), conversion.writer.bytes());
    return conversion;
  }

  private Optional<Pruned> prune(Progress progress) throws IOException {
    if (spec.pruning().isNone()) {
      return Optional.empty();
    }
    ModelProfile profile =
        sentiment.map(keys -> keys.profile(ModelProfile::of)).orElse(ModelProfile.DEFAULT);
    Pruning step =
        new Pruning(spec.pruning(), profile, spec.threads(), this::writeFloats, progress);
    return Optional.of(step.prune(source.checkpoint(), spec.output()));
  }

  /** A model for a look inside. */
  private void writeFloats(Checkpoint checkpoint, Path target) throws IOException {
    CheckpointWriter floats = new CheckpointWriter(checkpoint, FileType.F16, Optional.empty());
    OutputCheck.requireRoom(target, floats.bytes());
    try (FileChannel channel =
            FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        RowPipeline pipeline = new RowPipeline(spec.threads())) {
      floats.write(channel, pipeline, Progress.NONE);
    }
  }

  /**
   * Writes the file and its manifest.
   *
   * @throws IOException if that fails, or the thread is interrupted; a file that was there before
   *     is then as it was
   * @throws ModelFileException if a weight cannot be read any more, or what came out is no model
   *     that llama.cpp runs
   * @throws io.github.sentiment4j.core.SentimentException if llama.cpp fails
   */
  public ConversionReport run(Progress progress) throws IOException {
    long start = System.nanoTime();
    try (PendingOutput output =
        PendingOutput.file(spec.output()).removing(ModelManifest.pathOf(spec.output()))) {
      String sha256 = writesItself() ? write(output, progress) : quantize(output, progress);
      GgufFile file = GgufFile.read(output.path());
      DecoderModel model = check(file);
      output.commit();
      new ModelManifest(spec.output(), sha256).write();
      return new ConversionReport(
          spec.output(),
          model,
          sentiment,
          source.bytes(),
          file.fileSize(),
          storedTypes(),
          typesOf(file),
          pruning,
          sha256,
          openingTime.plusNanos(System.nanoTime() - start),
          ConversionWarnings.of(spec, source, writer.tensors(), sentiment));
    }
  }

  private boolean writesItself() {
    return CheckpointWriter.writes(spec.type());
  }

  private String write(PendingOutput output, Progress progress) throws IOException {
    try (RowPipeline pipeline = new RowPipeline(spec.threads())) {
      return writer.write(disk.apply(output.channel()), pipeline, progress).sha256();
    }
  }

  private String quantize(PendingOutput output, Progress progress) throws IOException {
    try (PendingOutput floats =
        PendingOutput.file(spec.output()).removing(ModelManifest.pathOf(spec.output()))) {
      write(floats, progress);
      Quantization.run(
          floats.path(), output.path(), spec.type(), spec.pure(), spec.threads(), progress);
    }
    return ModelManifest.hash(output.path());
  }

  /** Checks that the engine can open the finished file. */
  private DecoderModel check(GgufFile file) {
    try {
      DecoderModel model = DecoderModel.check(file);
      if (!SentimentMetadata.read(file).equals(sentiment)) {
        throw new IllegalStateException("the sentiment.* keys were lost on the way");
      }
      return model;
    } catch (ModelFileException e) {
      throw ModelFileException.of(
          e.kind(),
          spec.base(),
          "as GGUF",
          "a model that llama.cpp runs",
          String.valueOf(e.getMessage()).replace(file.path().toString(), spec.output().toString()),
          e);
    }
  }

  private Map<String, Integer> storedTypes() {
    Map<String, Integer> types = new TreeMap<>();
    Checkpoint checkpoint = source.checkpoint();
    for (String name : checkpoint.names()) {
      types.merge(checkpoint.weight(name).orElseThrow().storedAs(), 1, Integer::sum);
    }
    return types;
  }

  private static Map<GgmlType, Integer> typesOf(GgufFile file) {
    Map<GgmlType, Integer> types = new EnumMap<>(GgmlType.class);
    for (GgufTensor tensor : file.tensors()) {
      types.merge(tensor.type(), 1, Integer::sum);
    }
    return types;
  }
}
