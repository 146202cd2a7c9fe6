package io.github.sentiment4j.evaluation.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.support.JacksonMessages;
import java.nio.file.Path;
import java.util.List;

/** Creates the exceptions for invalid data. */
public final class InvalidData {
  private static final int MOST_CHARS = 60;

  private InvalidData() {}

  public static SentimentException of(String message) {
    return new SentimentException(ErrorCode.INVALID_DATA, message);
  }

  public static SentimentException of(Path file, String message) {
    return of(file.toString(), message);
  }

  public static SentimentException of(String file, String message) {
    return of(file + ": " + message);
  }

  public static SentimentException at(String file, String place, String message) {
    return of(file + ", " + place + ": " + message);
  }

  /** Returns the exception for a file that is not JSON. */
  public static SentimentException json(String file, JsonProcessingException e) {
    // Jackson names no place where a text is beyond its limits.
    return e.getLocation() == null
        ? of(file, reason(e))
        : at(file, "line " + e.getLocation().getLineNr() + column(e), reason(e));
  }

  /** Returns a place such as {@code , column 7}, counted from 1; empty if it is not known. */
  public static String column(JsonProcessingException e) {
    return e.getLocation() == null ? "" : ", column " + e.getLocation().getColumnNr();
  }

  /** Describes why a text is not JSON. */
  public static String reason(JsonProcessingException e) {
    return "expected JSON, found " + JacksonMessages.found(e.getOriginalMessage());
  }

  /** Returns the exception for a file without items. */
  public static SentimentException empty(String file) {
    return of(file, "expected items, found none: the file is empty");
  }

  /** Returns the exception for a column that occurs more than once. */
  public static SentimentException ambiguous(String file, String column, String option) {
    return of(
        file,
        "expected one column \""
            + column
            + "\", found several; rename one, or name another with "
            + option);
  }

  /** Returns a value in quotes, on one line and shortened. */
  public static String quoted(String value) {
    String line = value.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ");
    return '"' + (line.length() <= MOST_CHARS ? line : line.substring(0, MOST_CHARS) + "…") + '"';
  }

  /** Returns names separated by commas. */
  public static String list(List<String> names) {
    return names.isEmpty() ? "nothing" : String.join(", ", names);
  }
}
