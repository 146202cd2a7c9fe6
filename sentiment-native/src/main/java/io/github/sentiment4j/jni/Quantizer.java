package io.github.sentiment4j.jni;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.gguf.GgufException;
import io.github.sentiment4j.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * llama.cpp's own quantiser, {@code llama_model_quantize}: the same bytes as {@code llama-quantize}
 * writes, without an importance matrix.
 */
public final class Quantizer {
  /** {@code tensor_requires_imatrix} of llama-quant.cpp: of these nothing useful comes without. */
  private static final Set<FileType> WANT_IMPORTANCE_MATRIX =
      EnumSet.of(
          FileType.IQ1_S,
          FileType.IQ1_M,
          FileType.IQ2_XXS,
          FileType.IQ2_XS,
          FileType.IQ2_S,
          FileType.IQ2_M,
          FileType.IQ3_XXS,
          FileType.IQ3_XS,
          FileType.Q2_K_S);

  private Quantizer() {}

  /**
   * Whether a type can be made: all but IQ1_S, IQ1_M, IQ2_XXS, IQ2_XS, IQ2_S, IQ2_M, IQ3_XXS,
   * IQ3_XS and Q2_K_S, which want an importance matrix.
   */
  public static boolean supports(FileType type) {
    return !WANT_IMPORTANCE_MATRIX.contains(type);
  }

  /**
   * Quantises a file. All keys are copied but {@code general.file_type} and {@code
   * general.quantization_version}. Rows that are no whole blocks of the type get another one, as
   * llama.cpp chooses. Takes about a gigabyte of native memory at most; cannot be interrupted.
   *
   * @param source a model of F32, F16 or BF16
   * @param target is overwritten; deleted again if quantising fails, so use a temporary name
   * @param pure whether all matrices get the same type; otherwise llama.cpp chooses wider ones for
   *     some
   * @param threads CPU threads, at least 1
   * @throws IllegalArgumentException if the type wants an importance matrix, or there is no thread
   * @throws GgufException if the source fails {@link DecoderModel#check}
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if source and target are the same
   *     file, {@link ErrorCode#ENGINE_FAILED} if llama.cpp failed, such as on a full disk or on a
   *     source that is quantised already, {@link ErrorCode#ENGINE_UNAVAILABLE} if the native
   *     libraries cannot be loaded
   */
  public static void quantize(Path source, Path target, FileType type, boolean pure, int threads) {
    if (!supports(type)) {
      throw new IllegalArgumentException(
          "expected a type that needs no importance matrix, such as Q4_K_M or IQ4_NL, found "
              + type);
    }
    if (threads < 1) {
      throw new IllegalArgumentException("expected at least one thread, found " + threads);
    }
    DecoderModel.check(GgufFile.read(source));
    NativeLibrary.get();
    try {
      if (Files.exists(target) && Files.isSameFile(source, target)) {
        throw new SentimentException(
            ErrorCode.INVALID_SETTING,
            "Expected another file than the source " + source + " to quantise to, found " + target);
      }
      run(source, target, type, pure, threads);
    } catch (IOException e) {
      throw new SentimentException(
          ErrorCode.ENGINE_FAILED, "Quantising to " + target + " failed: " + e, e);
    }
  }

  private static void run(Path source, Path target, FileType type, boolean pure, int threads)
      throws IOException {
    try {
      Natives.quantize(utf8(source), utf8(target), type.id(), pure, threads);
    } catch (NativeException e) {
      Files.deleteIfExists(target);
      throw e.translate();
    }
  }

  private static byte[] utf8(Path path) {
    return path.toAbsolutePath().toString().getBytes(UTF_8);
  }
}
