package io.github.sentiment4j.jni.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.nio.file.Path;

/** Encodes names of files for native code. */
public final class NativePath {
  private NativePath() {}

  /**
   * Returns the name of a file in the encoding that native code expects: UTF-8 on Windows, as
   * llama.cpp requires; elsewhere the charset of the locale, as the JDK uses it for file names.
   */
  public static byte[] bytes(Path file) {
    Charset charset =
        Platform.current().os().equals("windows")
            ? UTF_8
            : Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return file.toAbsolutePath().toString().getBytes(charset);
  }
}
