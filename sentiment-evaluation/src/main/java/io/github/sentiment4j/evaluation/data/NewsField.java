package io.github.sentiment4j.evaluation.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is read from the three files of {@link NewsFiles}, each with its usual place.
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
   * Where the items of the news file are: by default the elements of its array, or its objects one
   * after another; {@code $} are the members of its object, {@code data.items} is an array or
   * object inside it. In a workbook it is the sheet, by default the first.
   */
  NEWS_ITEMS(""),
  /** The id of a news item. */
  NEWS_ID("id|news_id"),
  /** The text of a news item; of several fields their texts with line breaks between. */
  NEWS_TEXT("text|title"),
  /** The category or categories of a news item; if empty, all are kept. */
  NEWS_CATEGORY("meta.category|category"),
  /** Where the items of the label file are, as in {@link #NEWS_ITEMS}. */
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
   * The label of an event or, of several raters, all their labels: each is a vote. An event without
   * takes the one of the list.
   */
  LABELS_SENTIMENT("sentiment|label|votes"),
  /** Where the items of the event list are, as in {@link #NEWS_ITEMS}. */
  EVENTS_ITEMS(""),
  /** The name of an event in the list. */
  EVENTS_EVENT("event|Event"),
  /** The label of an event in the list, for events that have none of their own. */
  EVENTS_SENTIMENT("sentiment|Sentiment");

  private final String usual;

  NewsField(String usual) {
    this.usual = usual;
  }

  /** Where it is unless somebody says otherwise. */
  public String usual() {
    return usual;
  }

  /** Its name in commands and files, such as {@code news.id}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }

  /** How a command is told another place. */
  public String option() {
    return "--news-field " + id() + "=…";
  }

  /**
   * The field of a name such as {@code news.id}.
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
