package io.github.sentiment4j.train.data;

import io.github.sentiment4j.evaluation.data.NewsFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** Writes files in the shape of the reference experiment's. */
final class NewsFixture {
  private final Path folder;

  NewsFixture(Path folder) {
    this.folder = folder;
  }

  Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  /** A workbook with a sheet of text before the sheet with these rows. */
  Path workbook(String name, String sheet, List<List<String>> rows) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        Workbook workbook = new Workbook(out, "sentiment4j", "1.0")) {
      Worksheet worksheet = workbook.newWorksheet(sheet);
      for (int row = 0; row < rows.size(); row++) {
        for (int column = 0; column < rows.get(row).size(); column++) {
          worksheet.value(row, column, rows.get(row).get(column));
        }
      }
      worksheet.finish();
      Worksheet notes = workbook.newWorksheet("notes");
      notes.value(0, 0, "how to label");
      notes.finish();
    }
    return file;
  }

  /** Seven news items of four categories, as everything is by default. */
  NewsFiles reference() throws IOException {
    Path news =
        write(
            "news.json",
            """
            [
              {"id": "n1", "title": "t", "text": "Profit doubles", "meta": {"category": "Companies", "source": "a"}},
              {"id": "n2", "text": "Plant closes", "meta": {"category": "companies"}},
              {"id": "n3", "text": "Shares unchanged", "meta": {"category": ["Sports", "Business"]}},
              {"id": "n4", "text": "Team wins", "meta": {"category": "Sports"}},
              {"id": "n5", "text": "Bread is baked", "meta": {"category": "Food"}},
              {"id": "n6", "text": "Nobody saw this", "meta": {"category": "Legal"}},
              {"id": 7, "text": "Only weather", "meta": {"category": "Climate"}},
              {"id": "n8", "text": "Good and bad", "meta": {"category": "Tech"}},
              {"id": "n9", "text": "  ", "meta": {"category": "Tech"}},
              {"id": "n10", "text": "Uncategorised", "meta": {}}
            ]
            """);
    Path labels =
        write(
            "labels.json",
            """
            [
              {"news_id": "n1", "events": [
                {"event": "Earnings", "sentiment": "Positive"},
                {"event": "earnings  call", "sentiment": ["positive", "neutral"]},
                {"event": "Weather", "sentiment": "negative"}]},
              {"news_id": "n2", "events": [{"event": "Layoffs", "votes": ["negative", "negative", "neutral"]}]},
              {"news_id": "n3", "events": [{"event": "Earnings", "label": "neutral"}]},
              {"news_id": "n4", "events": [{"event": "Earnings", "sentiment": "positive"}]},
              {"news_id": "7", "events": [{"event": "Weather", "sentiment": "negative"}]},
              {"news_id": "n8", "events": [{"event": "Earnings", "sentiment": "positive"}]},
              {"news_id": "n8", "events": [{"event": "Layoffs", "sentiment": "negative"}]},
              {"news_id": "n99", "events": [{"event": "Layoffs", "sentiment": "negative"}]}
            ]
            """);
    Path events =
        workbook(
            "events.xlsx",
            "events",
            List.of(
                List.of("id", "event"),
                List.of("1", "Earnings"),
                List.of("2", "Earnings call"),
                List.of("3", "Layoffs")));
    return NewsFiles.of(news, labels, events);
  }
}
