package io.github.sentiment4j.evaluation.internal.item;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.Layout;
import io.github.sentiment4j.evaluation.format.TextReader;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** One JSON object per line (jsonlines.org); blank lines are skipped. */
final class JsonLinesItems implements Items {
  private final TextReader text;
  private final BufferedReader lines;
  private Optional<String> next = Optional.empty();
  private boolean ended;
  private int line;

  JsonLinesItems(DataStream in, Layout layout) throws IOException {
    this.text = in.text(layout.encoding());
    this.lines = new BufferedReader(text);
  }

  @Override
  public Optional<Item> next() throws IOException {
    while (next.isEmpty() && !ended) {
      readLine();
    }
    Optional<String> json = next;
    next = Optional.empty();
    return json.isPresent() ? Optional.of(item(json.get())) : Optional.empty();
  }

  private void readLine() throws IOException {
    line++;
    String read = lines.readLine();
    ended = read == null;
    next = Optional.ofNullable(read).filter(json -> !json.isBlank());
  }

  private Item item(String source) throws IOException {
    Optional<String> malformed = text.malformed(source);
    if (malformed.isPresent()) {
      return broken(source, malformed.get());
    }
    try (JsonParser json = JsonTree.FACTORY.createParser(source)) {
      json.nextToken();
      Object value = JsonTree.read(json);
      if (!(value instanceof Map)) {
        return broken(source, "expected a JSON object, found " + InvalidData.quoted(source));
      }
      if (json.nextToken() != null) {
        return broken(source, "expected one JSON object in a line, found more behind it");
      }
      return new JsonItem("", value, place());
    } catch (JsonProcessingException e) {
      return new BrokenItem(source, place() + InvalidData.column(e), InvalidData.reason(e));
    }
  }

  private Item broken(String source, String problem) {
    return new BrokenItem(source, place(), problem);
  }

  private String place() {
    return "line " + line;
  }

  @Override
  public long line() {
    return line;
  }

  @Override
  public boolean ready() throws IOException {
    while (next.isEmpty() && !ended && lines.ready()) {
      readLine();
    }
    return next.isPresent() || ended;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
