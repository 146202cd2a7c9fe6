package io.github.sentiment4j.cli.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.Layout;
import io.github.sentiment4j.evaluation.internal.output.JsonOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Recognises inputs that plainly begin like another format. An input in doubt passes. */
final class FormatGuess {
  private static final Pattern COLUMN = Pattern.compile("\"?[\\p{L}_][\\p{L}\\p{N} _.-]{0,30}\"?");
  private static final Set<String> TEXT_COLUMNS =
      Set.of(
          "text",
          "title",
          "headline",
          "sentence",
          "content",
          "body",
          "news",
          "summary",
          "tweet",
          "文本",
          "标题",
          "内容",
          "正文",
          "新闻");

  private FormatGuess() {}

  /**
   * Checks the beginning of an input.
   *
   * @throws SentimentException {@code INVALID_DATA} if it is in another format
   */
  static void refuse(InputFormat format, DataStream in, Layout layout) throws IOException {
    if (format == InputFormat.XLSX) {
      return;
    }
    String head = new String(in.head(), layout.encoding().orElse(StandardCharsets.UTF_8));
    Optional<String> other = find(format, head.replaceFirst("^[\\s\\uFEFF]+", ""));
    if (other.isPresent()) {
      throw new SentimentException(
          ErrorCode.INVALID_DATA,
          in.name()
              + ": expected "
              + (format == InputFormat.LINES ? "one text per line" : format)
              + ", found what looks like "
              + other.get()
              + "; or --format "
              + format.optionValue()
              + " if it is that all the same");
    }
  }

  private static Optional<String> find(InputFormat format, String head) {
    String start = head.substring(0, Math.min(head.length(), 16)).toLowerCase(Locale.ROOT);
    if (Stream.of("<!doctype", "<html", "<?xml", "<rss").anyMatch(start::startsWith)) {
      return Optional.of("HTML or XML: save its texts alone");
    }
    if (start.startsWith("{\\rtf")) {
      return Optional.of("RTF: save it as plain text");
    }
    if (start.startsWith("{") || start.startsWith("[")) {
      return json(head)
          .filter(other -> other != format && format != InputFormat.JSON)
          .map(FormatGuess::hint);
    }
    return format == InputFormat.LINES ? table(head).map(FormatGuess::hint) : Optional.empty();
  }

  private static String hint(InputFormat format) {
    return format + ": --format " + format.optionValue() + " reads it";
  }

  /** Returns the JSON format that a text begins with, if there is one. */
  private static Optional<InputFormat> json(String head) {
    String line = head.lines().findFirst().orElse("");
    // The line may be longer than the head.
    boolean whole = line.length() < head.length();
    if (line.startsWith("{") && isJson(line, !whole)) {
      return Optional.of(InputFormat.JSONL);
    }
    // A single whole line that ends within an object is damaged JSON Lines, not the beginning of
    // JSON.
    boolean damaged = line.length() > 1 && whole && head.substring(line.length()).isBlank();
    return !damaged && isJson(head, true) ? Optional.of(InputFormat.JSON) : Optional.empty();
  }

  /**
   * Returns whether a text is an array or an object with a field, with nothing behind it.
   *
   * @param cut whether the end may be missing
   */
  private static boolean isJson(String text, boolean cut) {
    try (JsonParser json = JsonOutput.FACTORY.createParser(text)) {
      boolean object = json.nextToken() == JsonToken.START_OBJECT;
      if (object && json.nextToken() != JsonToken.FIELD_NAME) {
        return false;
      }
      while (!json.getParsingContext().inRoot()) {
        json.nextToken();
      }
      // Objects one after another are JSON too.
      return (object && cut) || json.nextToken() == null;
    } catch (JsonEOFException e) {
      return cut;
    } catch (JsonProcessingException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string cannot fail", e);
    }
  }

  /** Returns the format of a table whose header names a column with texts. */
  private static Optional<InputFormat> table(String head) {
    List<String> rows = head.lines().limit(2).toList();
    return Stream.of(",", ";", "\t")
        .filter(delimiter -> rows.size() == 2 && isTable(rows.get(0), rows.get(1), delimiter))
        .map(delimiter -> delimiter.equals("\t") ? InputFormat.TSV : InputFormat.CSV)
        .findFirst();
  }

  private static boolean isTable(String header, String row, String delimiter) {
    List<String> columns = Arrays.stream(header.split(delimiter, -1)).map(String::strip).toList();
    return columns.size() > 1
        && row.split(delimiter, -1).length >= columns.size()
        && columns.stream().allMatch(column -> COLUMN.matcher(column).matches())
        && columns.stream()
            .map(column -> column.replace("\"", "").toLowerCase(Locale.ROOT))
            .anyMatch(TEXT_COLUMNS::contains);
  }
}
