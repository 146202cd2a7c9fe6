package io.github.sentiment4j.jni.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.file.Path;

/** Names of files for native code. */
public final class NativePath {
  private NativePath() {}

  /**
   * The bytes that native code opens a file by: UTF-8 on Windows, where llama.cpp expects it; else
   * those of the file system, which Java makes with the charset of the locale.
   */
  public static byte[] bytes(Path file) {
    Charset charset =
        Platform.current().os().equals("windows")
            ? UTF_8
            : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return file.toAbsolutePath().toString().getBytes(charset);
  }
}
