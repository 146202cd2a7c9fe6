package io.github.sentiment4j.evaluation.format;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Recognises the beginnings of files that are not text, and of texts that are not in UTF-8. */
final class OtherBytes {
  /** The first bytes of binary files in hexadecimal, and the name of each kind of file. */
  private static final Map<String, String> BINARY = new LinkedHashMap<>();

  static {
    BINARY.put("504B0304", "a ZIP archive or a workbook (.xlsx, read with --format xlsx)");
    BINARY.put("D0CF11E0A1B11AE1", "a workbook or document of Office 97 to 2003");
    BINARY.put("255044462D", "a PDF document");
    BINARY.put("1F8B", "a file that gzip made");
    BINARY.put("FD377A585A00", "a file that xz made");
    BINARY.put("28B52FFD", "a file that zstd made");
    BINARY.put("425A6839314159265359", "a file that bzip2 made");
    BINARY.put("377ABCAF271C", "a 7-Zip archive");
    BINARY.put("504152311504", "a Parquet file");
    BINARY.put("53514C69746520666F726D6174203300", "an SQLite database");
    BINARY.put("4747554603000000", "a GGUF model");
  }

  private static final double MOSTLY = 0.8;
  private static final int MANY_TIMES = 3;

  private OtherBytes() {}

  /**
   * Checks that an input is text and, unless its encoding is given, in UTF-8.
   *
   * @param head its first bytes
   * @throws SentimentException {@code INVALID_DATA} if not
   */
  static void require(String name, byte[] head, boolean encodingKnown) {
    Optional<String> binary = binary(head);
    if (binary.isPresent()) {
      throw InvalidData.of(
          name, "expected text, found " + binary.get() + "; unpack it or save it as text first");
    }
    if (encodingKnown) {
      return;
    }
    Optional<String> other = encoding(head);
    if (other.isPresent()) {
      throw InvalidData.of(
          name,
          "expected UTF-8, found what looks like "
              + other.get()
              + "; save it as UTF-8, or read it with --encoding "
              + other.get());
    }
    if (count(head, 0, 1) > 0) {
      throw InvalidData.of(name, "expected text, found bytes that are 0, which no text has");
    }
  }

  /**
   * Checks that the first bytes of a table are in UTF-8: one invalid byte among valid ones spoils
   * its own row, but if no line is valid, the whole file is in another encoding.
   *
   * @throws SentimentException {@code INVALID_DATA} if not
   */
  static void requireUtf8(String name, byte[] head) {
    Optional<SentimentException> wrong = Optional.empty();
    int line = 1;
    int start = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] == '\n' || i + 1 == head.length) {
        byte[] bytes = Arrays.copyOfRange(head, start, i + 1);
        Optional<Integer> high = firstHigh(bytes);
        boolean right = decodes(bytes, StandardCharsets.UTF_8);
        if (high.isPresent() && right) {
          return;
        }
        if (!right && wrong.isEmpty()) {
          String message = TextReader.malformed(StandardCharsets.UTF_8, high.orElse(0));
          wrong = Optional.of(InvalidData.at(name, "line " + line, message));
        }
        line++;
        start = i + 1;
      }
    }
    if (wrong.isPresent()) {
      throw wrong.get();
    }
  }

  private static Optional<String> binary(byte[] head) {
    String first = HexFormat.of().withUpperCase().formatHex(head, 0, Math.min(head.length, 16));
    return BINARY.entrySet().stream()
        .filter(kind -> first.startsWith(kind.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Returns the encoding that bytes look like if it is not UTF-8. */
  private static Optional<String> encoding(byte[] head) {
    String first = HexFormat.of().withUpperCase().formatHex(head, 0, Math.min(head.length, 4));
    if (first.equals("FFFE0000") || first.equals("0000FEFF")) {
      return Optional.of("UTF-32");
    }
    if (first.startsWith("FFFE") || first.startsWith("FEFF")) {
      return Optional.of("UTF-16");
    }
    int atEven = count(head, 0, 2);
    int atOdd = count(head, 1, 2);
    if (Math.max(atEven, atOdd) > MANY_TIMES * Math.min(atEven, atOdd)) {
      return Optional.of(atOdd > atEven ? "UTF-16LE" : "UTF-16BE");
    }
    return isChinese(head) ? Optional.of("GB18030") : Optional.empty();
  }

  /** Returns the number of bytes at regular distances that are 0. */
  private static int count(byte[] bytes, int start, int step) {
    int zeros = 0;
    for (int i = start; i < bytes.length; i += step) {
      zeros += bytes[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  /** Returns whether bytes are not UTF-8 but GB18030, most of them common characters. */
  private static boolean isChinese(byte[] bytes) {
    if (decodes(bytes, StandardCharsets.UTF_8)
        || !Charset.isSupported("GB18030")
        || !decodes(bytes, Charset.forName("GB18030"))) {
      return false;
    }
    int usual = 0;
    int others = 0;
    int i = 0;
    while (i < bytes.length) {
      int lead = bytes[i] & 0xFF;
      int next = i + 1 < bytes.length ? bytes[i + 1] & 0xFF : 0;
      // GB 2312: punctuation in rows 1 to 3, the usual characters in rows 16 to 55.
      boolean ascii = lead < 0x80;
      boolean punctuation = lead >= 0xA1 && lead <= 0xA3;
      boolean character = lead >= 0xB0 && lead <= 0xD7 && next >= 0xA1;
      usual += character ? 1 : 0;
      others += ascii || character || punctuation ? 0 : 1;
      i += ascii ? 1 : 2;
    }
    return usual > 0 && usual >= MOSTLY * (usual + others);
  }

  private static Optional<Integer> firstHigh(byte[] bytes) {
    for (byte value : bytes) {
      if (value < 0) {
        return Optional.of(value & 0xFF);
      }
    }
    return Optional.empty();
  }

  /** Returns whether bytes are valid in an encoding; the last character may be cut off. */
  private static boolean decodes(byte[] bytes, Charset charset) {
    CharBuffer chars = CharBuffer.allocate(bytes.length);
    return !charset.newDecoder().decode(ByteBuffer.wrap(bytes), chars, false).isError();
  }
}
