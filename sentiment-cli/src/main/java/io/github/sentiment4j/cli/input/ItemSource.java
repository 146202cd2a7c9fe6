package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.evaluation.data.TextItem;
import io.github.sentiment4j.evaluation.data.TextItems;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The texts of a table or of JSON, with the columns or fields beside them. */
final class ItemSource implements TextSource {
  private final TextItems items;

  ItemSource(TextItems items) {
    this.items = items;
  }

  @Override
  public List<String> columns() {
    return items.otherColumns();
  }

  @Override
  public Optional<InputText> next() throws IOException {
    return items.next().map(this::entry);
  }

  private InputText entry(TextItem item) {
    return new InputText(
        item.text(),
        item.others(),
        items.line(),
        item.problem().map(problem -> InputProblem.invalidInput(item.place(), problem)));
  }

  @Override
  public boolean ready() throws IOException {
    return items.ready();
  }

  @Override
  public void close() throws IOException {
    items.close();
  }
}
