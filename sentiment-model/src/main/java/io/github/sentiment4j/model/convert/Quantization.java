package io.github.sentiment4j.model.convert;

import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.jni.Quantizer;
import io.github.sentiment4j.model.Progress;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/** llama.cpp's quantizer. */
final class Quantization {
  private Quantization() {}

  /**
   * Quantizes a file.
   *
   * @throws ClosedByInterruptException if the thread is interrupted
   * @throws IOException if the target cannot be written
   * @throws io.github.sentiment4j.core.SentimentException if llama.cpp fails
   */
  static void run(
      Path source, Path target, FileType type, boolean pure, int threads, Progress progress)
      throws IOException {
    Quantizer.quantize(source, target, type, pure, threads, progress::advanced);
  }
}
