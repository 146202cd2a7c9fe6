package io.github.sentiment4j.evaluation.data;

import io.github.sentiment4j.evaluation.format.DataFormat;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * News items, the events that raters found in them, and the list of events that count, as the
 * reference experiment keeps them.
 *
 * <pre>{@code
 * news.json    [{"id": "n1", "title": "…", "text": "…", "meta": {"category": "Companies"}}, …]
 * labels.json  [{"news_id": "n1", "events": [{"event": "Earnings", "sentiment": "positive"}, …]}, …]
 * events.xlsx  a sheet with a column "event"
 * }</pre>
 *
 * <p>Each label of each event that is in the list is one vote for the news item's label.
 *
 * @param news one or several files with the news items and their meta-information
 * @param labels one or several files with the labels, any number for each news item
 * @param events the list of events; without it all events count
 * @param fields the places of fields that are not at their usual place
 * @param votes the rule by which the votes become one label
 */
public record NewsFiles(
    List<Path> news,
    List<Path> labels,
    Optional<Path> events,
    Map<NewsField, String> fields,
    VoteRule votes)
    implements DataSource {
  /**
   * @throws IllegalArgumentException if there are no news or labels, or the extension of a file is
   *     not known
   */
  public NewsFiles {
    news = List.copyOf(news);
    labels = List.copyOf(labels);
    if (news.isEmpty() || labels.isEmpty()) {
      throw new IllegalArgumentException("expected files with news and with their labels");
    }
    news.forEach(DataFormat::of);
    labels.forEach(DataFormat::of);
    events.ifPresent(DataFormat::of);
    fields = Map.copyOf(fields);
  }

  /**
   * Returns three files with all fields at their usual place; the majority of the votes decides.
   */
  public static NewsFiles of(Path news, Path labels, Path events) {
    return new NewsFiles(
        List.of(news), List.of(labels), Optional.of(events), Map.of(), VoteRule.MAJORITY);
  }

  /** Returns these files with another place for a field. */
  public NewsFiles with(NewsField field, String place) {
    Map<NewsField, String> changed = new EnumMap<>(NewsField.class);
    changed.putAll(fields);
    changed.put(field, place);
    return new NewsFiles(news, labels, events, changed, votes);
  }

  /** Returns these files with another rule for the votes. */
  public NewsFiles withVotes(VoteRule rule) {
    return new NewsFiles(news, labels, events, fields, rule);
  }

  /** Returns the place of a field. */
  public String place(NewsField field) {
    return fields.getOrDefault(field, field.usual());
  }
}
