package io.github.sentiment4j.evaluation.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A field of the three files of {@link NewsFiles}, with its usual place.
 *
 * <pre>
 * Field --> Path | Path ('|' Path)+ | Path (',' Path)+
 * Path  --> '$' | '$key' | Name ('.' Name)*
 * </pre>
 *
 * <p>{@code a|b} is the first of them that an item has, {@code a,b} is all of them. A path leads
 * through objects, and through all elements of the arrays on its way: {@code events.raters.vote} is
 * every vote of every rater of every event. {@code $} is the item itself, and {@code $key} its name
 * where items are the members of an object. In CSV and XLSX a path is the name of a column.
 */
public enum NewsField {
  /**
   * The place of the items in the news file: by default the elements of its array, or its objects
   * one after another; {@code $} are the members of its object, {@code data.items} is an array or
   * object inside it. In a workbook it is the sheet, by default the first.
   */
  NEWS_ITEMS(""),
  /** The id of a news item. */
  NEWS_ID("id|news_id"),
  /** The text of a news item; of several fields their texts with line breaks between. */
  NEWS_TEXT("text|title"),
  /** The category or categories of a news item; if empty, all are kept. */
  NEWS_CATEGORY("meta.category|category"),
  /** The place of the items in the label file, as in {@link #NEWS_ITEMS}. */
  LABELS_ITEMS(""),
  /** The id of the news item that a label item is about. */
  LABELS_NEWS("news_id|id"),
  /**
   * The events of a label item, an array of objects; {@code $} if the label item is an event
   * itself. If {@link #LABELS_EVENT} is {@code $key}, an object whose members are the events.
   */
  LABELS_EVENTS("events|labels"),
  /** The name of an event. */
  LABELS_EVENT("event|name"),
  /**
   * The label of an event or the labels of several raters; each is a vote. An event without a label
   * takes that of the list.
   */
  LABELS_SENTIMENT("sentiment|label|votes"),
  /** The place of the items in the event list, as in {@link #NEWS_ITEMS}. */
  EVENTS_ITEMS(""),
  /** The name of an event in the list. */
  EVENTS_EVENT("event|Event"),
  /** The label of an event in the list, for events without a label. */
  EVENTS_SENTIMENT("sentiment|Sentiment");

  private final String usual;

  NewsField(String usual) {
    this.usual = usual;
  }

  /** Returns the usual place. */
  public String usual() {
    return usual;
  }

  /** Returns the name in commands and files, such as {@code news.id}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** Returns the option that names another place. */
  public String option() {
    return "--news-field " + id() + "=…";
  }

  /**
   * Returns the field of a name such as {@code news.id}.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static NewsField ofId(String id) {
    return Arrays.stream(values())
        .filter(field -> field.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no field \""
                        + id
                        + "\", only "
                        + Arrays.stream(values())
                            .map(NewsField::id)
                            .collect(Collectors.joining(", "))));
  }
}
