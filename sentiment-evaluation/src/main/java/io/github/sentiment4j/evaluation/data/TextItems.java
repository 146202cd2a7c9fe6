package io.github.sentiment4j.evaluation.data;

import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.format.DataFormat;
import io.github.sentiment4j.evaluation.format.DataStream;
import io.github.sentiment4j.evaluation.format.ItemField;
import io.github.sentiment4j.evaluation.format.Layout;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import io.github.sentiment4j.evaluation.internal.item.Field;
import io.github.sentiment4j.evaluation.internal.item.Item;
import io.github.sentiment4j.evaluation.internal.item.Items;
import io.github.sentiment4j.evaluation.internal.item.TableItem;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A reader of texts without labels, from the same kinds of files as labelled ones, one at a time.
 * An item that is damaged or has no text is returned with its problem, and reading goes on. Not
 * thread-safe.
 */
public final class TextItems implements Closeable {
  private final Items items;
  private final Field text;
  private final String option;

  private TextItems(Items items, Field text, String option) {
    this.items = items;
    this.text = text;
    this.option = option;
  }

  /**
   * Opens an input.
   *
   * @param in the input, which is closed with the texts or if they cannot be read
   * @param text the field with the text, as {@link NewsField} explains it
   * @param option the option that names the field, for messages
   * @throws SentimentException {@code INVALID_DATA} if the input is not in the format
   */
  public static TextItems open(
      DataStream in, DataFormat format, Layout layout, String text, String option)
      throws IOException {
    Field field = new Field(text);
    Items items = Items.open(in, format, layout);
    boolean table = format != DataFormat.JSON && format != DataFormat.JSONL;
    if (table && !field.isIn(items.header())) {
      items.close();
      throw InvalidData.of(in.name(), noColumn(field, items.header(), option));
    }
    Optional<String> ambiguous = field.ambiguous(items.header());
    if (ambiguous.isPresent()) {
      items.close();
      throw InvalidData.ambiguous(in.name(), ambiguous.get(), option);
    }
    return new TextItems(items, field, option);
  }

  private static String noColumn(Field field, List<String> header, String option) {
    return header.isEmpty()
        ? "there is no header: the input is empty"
        : "there is no column \""
            + field
            + "\", the header has: "
            + InvalidData.list(header)
            + "; "
            + option
            + " names the one with the text"
            + (header.size() == 1 ? ", --delimiter what stands between columns" : "");
  }

  /**
   * Returns the names of the columns beside the text; empty if every item names its fields itself.
   */
  public List<String> otherColumns() {
    List<String> header = items.header();
    return others(new TableItem(header, header, "")).stream().map(ItemField::name).toList();
  }

  /**
   * Returns the next text, or empty at the end.
   *
   * @throws SentimentException {@code INVALID_DATA} if nothing more can be read
   */
  public Optional<TextItem> next() throws IOException {
    return items.next().map(this::item);
  }

  private TextItem item(Item item) {
    List<ItemField> found = text.at(item);
    Optional<String> problem = item.fault().or(() -> problem(item, found));
    return new TextItem(
        problem.isPresent()
            ? item.source()
            : found.stream().map(ItemField::value).collect(Collectors.joining("\n")),
        others(item),
        item.place(),
        problem);
  }

  private List<ItemField> others(Item item) {
    List<ItemField> used = text.at(item);
    return item.fields().stream()
        .filter(field -> used.stream().noneMatch(u -> u.name().equals(field.name())))
        .toList();
  }

  private Optional<String> problem(Item item, List<ItemField> found) {
    if (found.isEmpty()) {
      List<String> names = item.names();
      if (names.isEmpty()) {
        return Optional.of(
            "expected an object with a field \""
                + text
                + "\", found "
                + InvalidData.quoted(item.source()));
      }
      return Optional.of(
          "the object has no field \""
              + text
              + "\", only: "
              + InvalidData.list(names)
              + "; "
              + option
              + " names the one with the text"
              + (names.stream().anyMatch(name -> name.contains("."))
                  ? ", --items the place of the objects if they are inside this one"
                  : ""));
    }
    return found.stream()
        .filter(ItemField::json)
        .map(field -> "field \"" + field.name() + "\" must be a string, found " + field.kind())
        .findFirst();
  }

  /** Returns the number of lines or rows that were read. */
  public long line() {
    return items.line();
  }

  /** Returns whether {@link #next()} answers without waiting for more input. */
  public boolean ready() throws IOException {
    return items.ready();
  }

  @Override
  public void close() throws IOException {
    items.close();
  }
}
