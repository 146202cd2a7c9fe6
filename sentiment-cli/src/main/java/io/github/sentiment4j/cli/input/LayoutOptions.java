package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.evaluation.format.DataFormat;
import io.github.sentiment4j.evaluation.format.Layout;
import io.github.sentiment4j.evaluation.internal.output.DisplayText;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for the layout of a file. */
public final class LayoutOptions {
  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "The encoding of the text, such as GB18030, UTF-16 or windows-1252. Default: UTF-8; a"
              + " file that looks like another one is refused.")
  private @Nullable String encoding;

  @Option(
      names = "--delimiter",
      paramLabel = "CHAR",
      description =
          "The character between the values of CSV or TSV; \\t is a tab. Default: the comma,"
              + " semicolon or tab of the CSV file's header; a tab in TSV.")
  private @Nullable String delimiter;

  @Option(
      names = "--items",
      paramLabel = "PLACE",
      description =
          "The path of the items inside a JSON file, such as data.items, or the sheet of a"
              + " workbook. Default: the file is an array or objects one after another; the first"
              + " sheet.")
  private @Nullable String items;

  /** Called by picocli. */
  LayoutOptions() {}

  /**
   * Returns the layout of a file.
   *
   * @param format the format of the file; empty for plain lines
   * @throws IllegalArgumentException if an option does not apply to the format, or its value is not
   *     known
   */
  public Layout of(Optional<DataFormat> format) {
    String read = format.map(Enum::name).orElse("LINES");
    if (encoding != null && read.equals("XLSX")) {
      throw misplaced("--encoding is for text", read);
    }
    if (delimiter != null && !read.equals("CSV") && !read.equals("TSV")) {
      throw misplaced("--delimiter is for CSV and TSV", read);
    }
    if (items != null && !read.equals("JSON") && !read.equals("XLSX")) {
      throw misplaced("--items is for JSON and XLSX", read);
    }
    return new Layout(
        Optional.ofNullable(encoding).map(LayoutOptions::charset),
        Optional.ofNullable(delimiter).map(LayoutOptions::character),
        Optional.ofNullable(items).orElse(""));
  }

  /** Returns whether any option is set. */
  boolean isSet() {
    return encoding != null || delimiter != null || items != null;
  }

  private static IllegalArgumentException misplaced(String option, String read) {
    return new IllegalArgumentException(
        option + "; this input is read as " + read + ", see --format");
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name.strip());
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new IllegalArgumentException(
          "--encoding needs the name of an encoding that Java knows, such as UTF-8, GB18030, UTF-16"
              + " or windows-1252; found \""
              + name
              + "\"",
          e);
    }
  }

  private static Character character(String text) {
    if (text.equals("\\t")) {
      return '\t';
    }
    if (text.length() != 1 || "\"\r\n".contains(text)) {
      throw new IllegalArgumentException(
          "--delimiter needs one character, such as , or ; or \\t for a tab, and no quote; found \""
              + DisplayText.onOneLine(text)
              + "\"");
    }
    return text.charAt(0);
  }
}
