package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.SentimentException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files in UTF-8, and says where one is not. */
final class Utf8Lines {
  private static final char BYTE_ORDER_MARK = 0xFEFF;

  private Utf8Lines() {}

  /** Decodes a file behind its byte order mark; reading throws if it is not UTF-8. */
  static BufferedReader open(Path file) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()));
    reader.mark(1);
    try {
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
      return reader;
    } catch (CharacterCodingException e) {
      reader.close();
      throw notUtf8(file);
    }
  }

  /** A complaint about a file that is not UTF-8, with its first line that is not. */
  static SentimentException notUtf8(Path file) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int number = 1;
      for (int value = in.read(); value >= 0; value = in.read()) {
        line.write(value);
        if (value == '\n') {
          if (!isUtf8(line)) {
            break;
          }
          line.reset();
          number++;
        }
      }
      return InvalidData.at(
          file, "line " + number, "expected UTF-8, found other bytes; save the file as UTF-8");
    }
  }

  private static boolean isUtf8(ByteArrayOutputStream line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line.toByteArray()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
