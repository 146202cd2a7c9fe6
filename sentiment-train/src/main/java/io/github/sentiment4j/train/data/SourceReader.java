package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads sources one after the other and counts what it meets. */
final class SourceReader {
  private static final int MOST_SHOWN = 20;
  private static final String NO_CATEGORY = "(none)";
  private static final String NO_EVENT = "(no name)";

  private final LabelNames names;
  private final Categories.Filter categories;

  private final List<Candidate> candidates = new ArrayList<>();
  private final List<InputFile> inputs = new ArrayList<>();
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final Counts keptCategories = new Counts();
  private final Counts droppedCategories = new Counts();
  private final Counts unknownCategories = new Counts();
  private final Counts unlistedEvents = new Counts();
  private final Counts unknownLabels = new Counts();
  private long read;
  private long listedEvents;
  private long votes;
  private long labelsWithoutNews;
  private boolean hasEvents;

  SourceReader(LabelNames names, Categories categories) {
    this.names = names;
    this.categories = categories.filter();
  }

  /**
   * Reads a source.
   *
   * @param heldOut the split that all of it is held out for
   * @throws SentimentException if it is not what it is said to be
   */
  void read(DataSource source, Optional<Split> heldOut) throws IOException {
    if (source instanceof LabelledFile file) {
      readTexts(file, heldOut);
    } else if (source instanceof NewsFiles files) {
      readNews(files, heldOut);
    }
  }

  private void readTexts(LabelledFile source, Optional<Split> heldOut) throws IOException {
    Field text = new Field(source.text());
    Field label = new Field(source.label());
    Optional<Field> category = source.category().map(Field::new);
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put("--text-column", text);
    fields.put("--label-column", label);
    category.ifPresent(field -> fields.put("--category-column", field));
    ItemFile file = new ItemFile(source.file(), source.format(), "");
    file.forEach(
        item -> {
          String content = text(text.values(item));
          List<String> labels = label.values(item);
          Optional<DropReason> reason =
              category
                  .flatMap(field -> reasonOfCategory(field.values(item)))
                  .or(() -> reasonOfText(content));
          if (reason.isPresent()) {
            drop(reason.get());
          } else {
            List<Sentiment> meanings = meanings(labels);
            add(content, meanings, DropReason.NO_LABEL, source.votes(), heldOut);
          }
        });
    read += file.items();
    file.require(fields);
    requireKnownLabels(source.file());
    inputs.add(file.input(heldOut.map(Split::label).orElse("data"), fields.values()));
  }

  private void readNews(NewsFiles source, Optional<Split> heldOut) throws IOException {
    hasEvents = true;
    Optional<EventList> list = Optional.empty();
    if (source.events().isPresent()) {
      list = Optional.of(readEventList(source, source.events().get()));
    }
    Map<String, NewsVotes> votesById = readLabels(source, list);
    Field id = field(source, NewsField.NEWS_ID);
    Field text = field(source, NewsField.NEWS_TEXT);
    Field category = field(source, NewsField.NEWS_CATEGORY);
    ItemFile file = file(source, source.news(), NewsField.NEWS_ITEMS);
    file.forEach(
        item -> {
          String content = text(text.values(item));
          NewsVotes found =
              id.values(item).stream().findFirst().map(votesById::get).orElseGet(NewsVotes::new);
          List<Sentiment> ofItem = found.use();
          Optional<DropReason> reason =
              reasonOfCategory(category.values(item)).or(() -> reasonOfText(content));
          if (reason.isPresent()) {
            drop(reason.get());
          } else {
            DropReason ifNone =
                found.hasUnlisted() ? DropReason.UNLISTED_EVENTS : DropReason.NO_LABEL;
            add(content, ofItem, ifNone, source.votes(), heldOut);
          }
        });
    read += file.items();
    labelsWithoutNews += votesById.values().stream().filter(news -> !news.isUsed()).count();
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(option(NewsField.NEWS_ID), id);
    fields.put(option(NewsField.NEWS_TEXT), text);
    fields.put(option(NewsField.NEWS_CATEGORY), category);
    file.require(fields);
    inputs.add(file.input("news", fields.values()));
  }

  private EventList readEventList(NewsFiles source, Path path) throws IOException {
    Field event = field(source, NewsField.EVENTS_EVENT);
    Field sentiment = field(source, NewsField.EVENTS_SENTIMENT);
    EventList list = new EventList();
    ItemFile file = file(source, path, NewsField.EVENTS_ITEMS);
    file.forEach(
        item -> {
          List<Sentiment> meanings = meanings(sentiment.values(item));
          event.values(item).forEach(name -> list.add(name, meanings));
        });
    file.require(Map.of(option(NewsField.EVENTS_EVENT), event));
    requireKnownLabels(path);
    inputs.add(file.input("events", List.of(event, sentiment)));
    return list;
  }

  private Map<String, NewsVotes> readLabels(NewsFiles source, Optional<EventList> list)
      throws IOException {
    Field news = field(source, NewsField.LABELS_NEWS);
    Field events = field(source, NewsField.LABELS_EVENTS);
    Field event = field(source, NewsField.LABELS_EVENT);
    Field sentiment = field(source, NewsField.LABELS_SENTIMENT);
    Map<String, NewsVotes> votesById = new HashMap<>();
    ItemFile file = file(source, source.labels(), NewsField.LABELS_ITEMS);
    file.forEach(
        item -> {
          List<String> ids = news.values(item);
          for (Item each : events.items(item, event.isKey())) {
            List<String> eventNames = event.values(each);
            List<String> labels = sentiment.values(each);
            Optional<List<Sentiment>> ofEvent = votes(list, eventNames, labels);
            for (String id : ids) {
              NewsVotes target = votesById.computeIfAbsent(id, x -> new NewsVotes());
              ofEvent.ifPresentOrElse(target::add, target::addUnlisted);
            }
          }
        });
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(option(NewsField.LABELS_NEWS), news);
    fields.put(option(NewsField.LABELS_EVENTS), events);
    if (list.isPresent()) {
      fields.put(option(NewsField.LABELS_EVENT), event);
    }
    if (list.isEmpty() || !list.get().hasLabels()) {
      fields.put(option(NewsField.LABELS_SENTIMENT), sentiment);
    }
    file.require(fields);
    requireKnownLabels(source.labels());
    inputs.add(file.input("labels", List.of(news, events, event, sentiment)));
    return votesById;
  }

  /** The votes of an event; empty if it is not in the list. */
  private Optional<List<Sentiment>> votes(
      Optional<EventList> list, List<String> eventNames, List<String> labels) {
    Optional<String> listed =
        list.flatMap(events -> eventNames.stream().filter(events::contains).findFirst());
    if (list.isPresent() && listed.isEmpty()) {
      unlistedEvents.add(eventNames.isEmpty() ? NO_EVENT : eventNames.get(0).strip());
      return Optional.empty();
    }
    listedEvents++;
    List<Sentiment> meanings = meanings(labels);
    if (meanings.isEmpty() && labels.isEmpty() && list.isPresent()) {
      meanings = list.get().labels(listed.orElseThrow());
    }
    votes += meanings.size();
    return Optional.of(meanings);
  }

  private static Field field(NewsFiles source, NewsField field) {
    return new Field(source.place(field));
  }

  private static ItemFile file(NewsFiles source, Path path, NewsField items) {
    return new ItemFile(path, DataFormat.of(path), source.place(items));
  }

  private static String option(NewsField field) {
    return "--news-field " + field.id() + "=…";
  }

  private static String text(List<String> values) {
    return values.stream().map(String::strip).collect(Collectors.joining("\n"));
  }

  private Optional<DropReason> reasonOfCategory(List<String> ofItem) {
    Optional<String> kept = ofItem.stream().filter(categories::keeps).findFirst();
    if (kept.isPresent()) {
      keptCategories.add(kept.get().strip());
      return Optional.empty();
    }
    Optional<String> known = ofItem.stream().filter(categories::drops).findFirst();
    if (known.isPresent()) {
      droppedCategories.add(known.get().strip());
      return Optional.of(DropReason.DROPPED_CATEGORY);
    }
    unknownCategories.add(ofItem.isEmpty() ? NO_CATEGORY : ofItem.get(0).strip());
    return Optional.of(DropReason.UNKNOWN_CATEGORY);
  }

  private static Optional<DropReason> reasonOfText(String text) {
    if (text.isEmpty()) {
      return Optional.of(DropReason.NO_TEXT);
    }
    boolean wellFormed =
        text.codePoints()
            .noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    return wellFormed ? Optional.empty() : Optional.of(DropReason.MALFORMED_TEXT);
  }

  /** What labels mean; those that nobody knows are only counted. */
  private List<Sentiment> meanings(List<String> labels) {
    List<Sentiment> meanings = new ArrayList<>();
    for (String cell : labels) {
      for (String label : LabelNames.labels(cell)) {
        names.meaning(label).ifPresentOrElse(meanings::add, () -> unknownLabels.add(label));
      }
    }
    return meanings;
  }

  private void add(
      String text,
      List<Sentiment> ofText,
      DropReason ifNone,
      VoteRule rule,
      Optional<Split> heldOut) {
    if (ofText.isEmpty()) {
      drop(ifNone);
      return;
    }
    rule.fuse(ofText)
        .ifPresentOrElse(
            label -> candidates.add(new Candidate(new LabelledText(text, label), heldOut)),
            () -> drop(DropReason.UNDECIDED));
  }

  private void drop(DropReason reason) {
    dropped.merge(reason, 1L, Long::sum);
  }

  private void requireKnownLabels(Path file) {
    if (!unknownLabels.isEmpty()) {
      Map<String, Long> all = unknownLabels.sorted();
      throw InvalidData.of(
          file,
          "expected the labels "
              + names
              + ", found others: "
              + all.entrySet().stream()
                  .limit(MOST_SHOWN)
                  .map(label -> InvalidData.quoted(label.getKey()) + " (" + label.getValue() + ")")
                  .collect(Collectors.joining(", "))
              + (all.size() > MOST_SHOWN ? " and " + (all.size() - MOST_SHOWN) + " more" : "")
              + "; say what they mean, such as --labels-map 0=negative,1=positive,2=neutral");
    }
  }

  /** What was labelled, in the order in which it was read. */
  List<Candidate> candidates() {
    return candidates;
  }

  /** How many items were dropped for each reason. */
  Map<DropReason, Long> dropped() {
    return dropped;
  }

  /**
   * What became of everything.
   *
   * @param allDropped by reason, those of this reader and of what was done with its texts
   */
  DataReport report(Map<DropReason, Long> allDropped, List<String> warnings) {
    long lost = allDropped.values().stream().mapToLong(Long::longValue).sum();
    return new DataReport(
        inputs,
        read,
        allDropped,
        read - lost,
        keptCategories.sorted(),
        droppedCategories.sorted(),
        unknownCategories.sorted(),
        hasEvents
            ? Optional.of(
                new Events(listedEvents, unlistedEvents.sorted(), votes, labelsWithoutNews))
            : Optional.empty(),
        warnings);
  }
}
