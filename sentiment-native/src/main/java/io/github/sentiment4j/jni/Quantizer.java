package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.GgufTensor;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.jni.internal.NativeException;
import io.github.sentiment4j.jni.internal.NativeLibrary;
import io.github.sentiment4j.jni.internal.NativePath;
import io.github.sentiment4j.jni.internal.Natives;
import io.github.sentiment4j.support.FileState;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The quantiser of llama.cpp, {@code llama_model_quantize}. It writes the same bytes as {@code
 * llama-quantize} without an importance matrix.
 */
public final class Quantizer {
  private Quantizer() {}

  /** Receives the progress of the quantiser, on the thread that called it. */
  @FunctionalInterface
  public interface Listener {
    /** The listener that does nothing. */
    Listener NONE = (tensor, done, total) -> {};

    /**
     * Receives the start of a tensor, or the end of the last one.
     *
     * @param tensor the name of the tensor
     * @param done the number of bytes of the source that are quantised
     * @param total the number of bytes of all tensors of the source
     */
    void advanced(String tensor, long done, long total);
  }

  /**
   * Returns the reason why a type is not supported, such as {@code expected one that ..., such as
   * Q4_K_M}; empty if it is supported. IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS, IQ2_S, IQ2_M, IQ3_XXS, IQ3_XS
   * and Q2_K_S require an importance matrix ({@code tensor_requires_imatrix} in llama-quant.cpp).
   * llama.cpp uses MXFP4 for experts only, and Q8_0 for the other matrices.
   */
  public static Optional<String> unsupportedReason(FileType type) {
    return switch (type) {
      case IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS, IQ2_S, IQ2_M, IQ3_XXS, IQ3_XS, Q2_K_S ->
          Optional.of("expected one that needs no importance matrix, such as Q4_K_M");
      case MXFP4 -> Optional.of("expected one that is not for experts only, such as Q4_K_M");
      default -> Optional.empty();
    };
  }

  /**
   * Quantises a file. It copies all keys but {@code general.file_type} and {@code
   * general.quantization_version}. For a matrix whose rows are not a whole number of blocks of the
   * type, llama.cpp chooses another type. Quantising takes at most about a gigabyte of native
   * memory. An interrupt ends it before the next tensor.
   *
   * @param source a model of F32, F16 or BF16
   * @param target the file to write, under a temporary name: it is overwritten, and deleted if
   *     quantising fails
   * @param pure true if all matrices get the same type, false if llama.cpp may choose wider types
   *     for some
   * @param threads the number of CPU threads, at least 1
   * @param listener receives the progress; an exception of it ends the quantiser and is rethrown
   * @throws IllegalArgumentException if {@code threads} is less than 1, or the type has an {@link
   *     #unsupportedReason}
   * @throws ModelFileException if the source fails {@link DecoderModel#check} or changes meanwhile
   * @throws ClosedByInterruptException if the thread is interrupted; its interrupt flag stays set
   * @throws IOException if the target cannot be written, such as on a full disk
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if source and target are the same
   *     file, {@link ErrorCode#ENGINE_FAILED} if llama.cpp failed, such as on a source that is
   *     quantised already, {@link ErrorCode#ENGINE_UNAVAILABLE} if the native libraries cannot be
   *     loaded
   */
  public static void quantize(
      Path source, Path target, FileType type, boolean pure, int threads, Listener listener)
      throws IOException {
    unsupportedReason(type)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("type " + type + ": " + reason);
            });
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least one thread, found " + threads);
    }
    FileState before = FileState.now(source);
    GgufFile file = GgufFile.read(source);
    DecoderModel.check(file);
    NativeLibrary.get();
    if (Files.exists(target) && Files.isSameFile(source, target)) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "Expected another file than the source " + source + " to quantise to, found " + target);
    }
    TensorBytes progress = new TensorBytes(file, listener);
    boolean complete = false;
    try {
      Natives.quantize(
          NativePath.bytes(source), NativePath.bytes(target), type.id(), pure, threads, progress);
      requireWhole(target);
      before.requireStill(source, ModelFileException::changed);
      complete = true;
    } catch (NativeException e) {
      before.requireStill(source, ModelFileException::changed);
      if (isFailedWrite(e)) {
        throw failedWrite(target, e);
      }
      throw e.translate();
    } finally {
      if (!complete && Files.isRegularFile(target)) {
        Files.delete(target);
      }
    }
    progress.ended();
  }

  /** Checks the target, because streams of some C++ libraries do not report a failed write. */
  private static void requireWhole(Path target) throws IOException {
    try {
      GgufFile.read(target);
    } catch (ModelFileException e) {
      throw failedWrite(target, e);
    }
  }

  /** Returns true for the exception of a C++ stream, whose message has no other details. */
  private static boolean isFailedWrite(NativeException e) {
    return e.getMessage().contains("iostream");
  }

  private static IOException failedWrite(Path target, RuntimeException cause) throws IOException {
    Path folder = target.toAbsolutePath().resolveSibling("");
    String found;
    if (Files.isDirectory(target)) {
      found = "a folder";
    } else if (!Files.isDirectory(folder)) {
      found = "no folder " + folder;
    } else {
      long free = Files.getFileStore(folder).getUsableSpace();
      found =
          String.format(Locale.ROOT, "a failed write, with %,d MB free on its disk", free >> 20);
    }
    IOException problem =
        new FileSystemException(
            target.toString(), null, "expected a file that can be written, found " + found);
    problem.initCause(cause);
    return problem;
  }

  /** Counts the bytes of the tensors that llama.cpp names, and checks for interrupts. */
  private static final class TensorBytes implements Natives.TensorListener {
    private final GgufFile file;
    private final Listener listener;
    private final long total;
    private String tensor = "";
    private long done; // bytes of the tensors before this one

    TensorBytes(GgufFile file, Listener listener) {
      this.file = file;
      this.listener = listener;
      this.total = file.tensors().stream().mapToLong(GgufTensor::bytes).sum();
    }

    @Override
    public void begins(byte[] name) throws ClosedByInterruptException {
      if (Thread.currentThread().isInterrupted()) {
        throw new ClosedByInterruptException();
      }
      done += file.tensor(tensor).map(GgufTensor::bytes).orElse(0L);
      tensor = new String(name, UTF_8);
      listener.advanced(tensor, done, total);
    }

    void ended() {
      listener.advanced(tensor, total, total);
    }
  }
}
