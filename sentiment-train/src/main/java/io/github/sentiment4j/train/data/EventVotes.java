package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The votes for news items, from their labels and the list of events that count. */
final class EventVotes {
  private static final String NO_NAME = "(no name)";

  private final NewsFiles source;
  private final LabelReader labels;
  private final Optional<EventList> list;
  private final Map<String, NewsVotes> byNews = new HashMap<>();
  private final Counts unlisted = new Counts();
  private final List<InputFile> inputs = new ArrayList<>();
  private long listed;
  private long votes;

  /**
   * Reads both files.
   *
   * @throws SentimentException if one is not what it is said to be
   */
  EventVotes(NewsFiles source, LabelReader labels) throws IOException {
    this.source = source;
    this.labels = labels;
    this.list =
        source.events().isPresent()
            ? Optional.of(readList(source.events().get()))
            : Optional.empty();
    readLabels();
  }

  private EventList readList(Path path) throws IOException {
    Field event = source.field(NewsField.EVENTS_EVENT);
    Field sentiment = source.field(NewsField.EVENTS_SENTIMENT);
    EventList events = new EventList();
    ItemFile file = source.open(path, NewsField.EVENTS_ITEMS);
    file.forEach(
        item -> {
          List<Sentiment> meanings = labels.meanings(sentiment.values(item));
          event.values(item).forEach(name -> events.add(name, meanings));
        });
    file.require(Map.of(NewsField.EVENTS_EVENT.option(), event));
    labels.requireKnown(path);
    inputs.add(file.input("events", List.of(event, sentiment)));
    return events;
  }

  private void readLabels() throws IOException {
    Field news = source.field(NewsField.LABELS_NEWS);
    Field events = source.field(NewsField.LABELS_EVENTS);
    Field event = source.field(NewsField.LABELS_EVENT);
    Field sentiment = source.field(NewsField.LABELS_SENTIMENT);
    ItemFile file = source.open(source.labels(), NewsField.LABELS_ITEMS);
    file.forEach(
        item -> {
          List<String> ids = news.values(item);
          for (Item each : events.items(item, event.isKey())) {
            Optional<List<Sentiment>> ofEvent = votes(event.values(each), sentiment.values(each));
            for (String id : ids) {
              NewsVotes target = byNews.computeIfAbsent(id, x -> new NewsVotes());
              ofEvent.ifPresentOrElse(target::add, target::addUnlisted);
            }
          }
        });
    Map<String, Field> needed = new LinkedHashMap<>();
    needed.put(NewsField.LABELS_NEWS.option(), news);
    needed.put(NewsField.LABELS_EVENTS.option(), events);
    if (list.isPresent()) {
      needed.put(NewsField.LABELS_EVENT.option(), event);
    }
    if (list.isEmpty() || !list.get().hasLabels()) {
      needed.put(NewsField.LABELS_SENTIMENT.option(), sentiment);
    }
    file.require(needed);
    labels.requireKnown(source.labels());
    inputs.add(file.input("labels", List.of(news, events, event, sentiment)));
  }

  /** The votes of an event; empty if it is not in the list. */
  private Optional<List<Sentiment>> votes(List<String> names, List<String> ofEvent) {
    Optional<String> name =
        list.flatMap(events -> names.stream().filter(events::contains).findFirst());
    if (list.isPresent() && name.isEmpty()) {
      unlisted.add(names.isEmpty() ? NO_NAME : names.get(0).strip());
      return Optional.empty();
    }
    listed++;
    List<Sentiment> meanings =
        ofEvent.isEmpty() && name.isPresent()
            ? list.orElseThrow().labels(name.get())
            : labels.meanings(ofEvent);
    votes += meanings.size();
    return Optional.of(meanings);
  }

  /** The votes for a news item, none if nobody knows it. */
  NewsVotes of(Optional<String> news) {
    return news.map(byNews::get).orElseGet(NewsVotes::new);
  }

  /** The files that were read. */
  List<InputFile> inputs() {
    return inputs;
  }

  /** What was read about events, once all news items have asked for their votes. */
  Events report() {
    long withoutNews = byNews.values().stream().filter(news -> !news.isUsed()).count();
    return new Events(listed, unlisted.sorted(), votes, withoutNews);
  }
}
