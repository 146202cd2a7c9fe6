package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.evaluation.format.TextReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A source with one text per line. A blank line before other lines counts as a text, so that line n
 * of the output belongs to line n of the input; blank lines at the end do not count.
 */
final class LinesSource implements TextSource {
  private final TextReader text;
  private final BufferedReader reader;
  // Blank lines and, once it was read, the text behind them.
  private final Queue<String> waiting = new ArrayDeque<>();
  private boolean textRead;
  private boolean ended;
  private long line;

  LinesSource(TextReader text) {
    this.text = text;
    this.reader = new BufferedReader(text);
  }

  @Override
  public Optional<InputText> next() throws IOException {
    while (!textRead && !ended) {
      readLine();
    }
    if (!textRead) {
      return Optional.empty();
    }
    line++;
    String content = waiting.remove();
    textRead = !waiting.isEmpty();
    return Optional.of(
        new InputText(
            content,
            List.of(),
            line,
            text.malformed(content)
                .map(problem -> InputProblem.invalidInput("line " + line, problem))));
  }

  private void readLine() throws IOException {
    String next = reader.readLine();
    ended = next == null;
    if (!ended) {
      waiting.add(next);
      textRead = !next.isBlank();
    }
  }

  @Override
  public boolean ready() throws IOException {
    while (!textRead && !ended && reader.ready()) {
      readLine();
    }
    return textRead || ended;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
