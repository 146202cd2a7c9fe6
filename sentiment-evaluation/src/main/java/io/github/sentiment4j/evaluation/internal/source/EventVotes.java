package io.github.sentiment4j.evaluation.internal.source;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.evaluation.data.Events;
import io.github.sentiment4j.evaluation.data.NewsField;
import io.github.sentiment4j.evaluation.data.NewsFiles;
import io.github.sentiment4j.evaluation.format.DataFormat;
import io.github.sentiment4j.evaluation.format.InputFile;
import io.github.sentiment4j.evaluation.format.Layout;
import io.github.sentiment4j.evaluation.internal.item.Faults;
import io.github.sentiment4j.evaluation.internal.item.Field;
import io.github.sentiment4j.evaluation.internal.item.Item;
import io.github.sentiment4j.evaluation.internal.item.ItemFile;
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
  private final Faults faults;
  private final Optional<EventList> list;
  private final Map<String, NewsVotes> byNews = new HashMap<>();
  private final Counts unlisted = new Counts();
  private final List<InputFile> inputs = new ArrayList<>();
  private long listed;
  private long votes;

  /** Reads the list and all files of labels. */
  EventVotes(NewsFiles source, LabelReader labels, Faults faults) throws IOException {
    this.source = source;
    this.labels = labels;
    this.faults = faults;
    this.list =
        source.events().isPresent()
            ? Optional.of(readList(source.events().get()))
            : Optional.empty();
    for (Path file : source.labels()) {
      readLabels(file);
    }
  }

  private EventList readList(Path path) throws IOException {
    Field event = new Field(source.place(NewsField.EVENTS_EVENT));
    Field sentiment = new Field(source.place(NewsField.EVENTS_SENTIMENT));
    EventList events = new EventList();
    ItemFile file = open(source, path, NewsField.EVENTS_ITEMS);
    boolean read =
        file.forEach(
            item -> {
              List<Sentiment> meanings = labels.meanings(sentiment.values(item), item.place());
              event.values(item).forEach(name -> events.add(name, meanings));
            },
            faults);
    labels.requireKnown(path, faults);
    if (read) {
      file.require(Map.of(NewsField.EVENTS_EVENT.option(), event), faults);
      inputs.add(file.input("events", List.of(event, sentiment)));
    }
    return events;
  }

  private void readLabels(Path path) throws IOException {
    Field news = new Field(source.place(NewsField.LABELS_NEWS));
    Field events = new Field(source.place(NewsField.LABELS_EVENTS));
    Field event = new Field(source.place(NewsField.LABELS_EVENT));
    Field sentiment = new Field(source.place(NewsField.LABELS_SENTIMENT));
    ItemFile file = open(source, path, NewsField.LABELS_ITEMS);
    boolean read =
        file.forEach(
            item -> {
              List<String> ids = news.values(item);
              for (Item each : events.items(item, event.isKey())) {
                List<String> ofEvent = sentiment.values(each);
                Optional<List<Sentiment>> votes = votes(event.values(each), ofEvent, item.place());
                for (String id : ids) {
                  NewsVotes target = byNews.computeIfAbsent(id, x -> new NewsVotes());
                  votes.ifPresentOrElse(target::add, target::addUnlisted);
                  if (labels.areIgnored(ofEvent)) {
                    target.addIgnored();
                  }
                }
              }
            },
            faults);
    labels.requireKnown(path, faults);
    if (!read) {
      return;
    }
    Map<String, Field> needed = new LinkedHashMap<>();
    needed.put(NewsField.LABELS_NEWS.option(), news);
    needed.put(NewsField.LABELS_EVENTS.option(), events);
    // If no event was found, the fields inside an event were not looked for.
    if (events.found() && list.isPresent()) {
      needed.put(NewsField.LABELS_EVENT.option(), event);
    }
    if (events.found() && (list.isEmpty() || !list.get().hasLabels())) {
      needed.put(NewsField.LABELS_SENTIMENT.option(), sentiment);
    }
    file.require(needed, faults);
    inputs.add(file.input("labels", List.of(news, events, event, sentiment)));
  }

  /** Returns one of the files, for the items at a place inside it. */
  static ItemFile open(NewsFiles source, Path path, NewsField items) {
    return new ItemFile(path, DataFormat.of(path), Layout.DETECTED.withItems(source.place(items)));
  }

  /** Returns the votes of an event; empty if it is not in the list. */
  private Optional<List<Sentiment>> votes(List<String> names, List<String> ofEvent, String place) {
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
            : labels.meanings(ofEvent, place);
    votes += meanings.size();
    return Optional.of(meanings);
  }

  /** Returns the votes for a news item; none if no label item is about it. */
  NewsVotes of(Optional<String> news) {
    return news.map(byNews::get).orElseGet(NewsVotes::new);
  }

  /** Returns the files that were read. */
  List<InputFile> inputs() {
    return inputs;
  }

  /** Returns the counts of events, once all news items have taken their votes. */
  Events report() {
    long withoutNews = byNews.values().stream().filter(news -> !news.isUsed()).count();
    return new Events(listed, unlisted.sorted(), votes, withoutNews);
  }
}
