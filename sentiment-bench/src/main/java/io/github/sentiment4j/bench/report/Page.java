package io.github.sentiment4j.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown page with generated tables between two marker lines. */
public final class Page {
  private static final String BEGIN =
      "<!-- Tables: made by sentiment-bench/run, do not edit. -->\n";
  private static final String END = "<!-- End of tables. -->\n";

  private Page() {}

  /** Returns the tables of a page. */
  static String tables(Path page) throws IOException {
    String text = Files.readString(page);
    return text.substring(begin(page, text), end(page, text));
  }

  /** Replaces the tables of a page. */
  public static void replaceTables(Path page, String tables) throws IOException {
    String text = Files.readString(page);
    Files.writeString(
        page, text.substring(0, begin(page, text)) + tables + text.substring(end(page, text)));
  }

  private static int begin(Path page, String text) throws IOException {
    return find(page, text, BEGIN) + BEGIN.length();
  }

  private static int end(Path page, String text) throws IOException {
    return find(page, text, END);
  }

  private static int find(Path page, String text, String marker) throws IOException {
    int at = text.indexOf(marker);
    if (at < 0) {
      throw new IOException("Expected the line " + marker.strip() + " in " + page + ", found none");
    }
    return at;
  }
}
