package io.github.sentiment4j.evaluation.internal.source;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.Categories;
import io.github.sentiment4j.evaluation.data.DataReport;
import io.github.sentiment4j.evaluation.data.DataSource;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.Events;
import io.github.sentiment4j.evaluation.data.LabelNames;
import io.github.sentiment4j.evaluation.data.LabelledFile;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.evaluation.data.NewsField;
import io.github.sentiment4j.evaluation.data.NewsFiles;
import io.github.sentiment4j.evaluation.data.Split;
import io.github.sentiment4j.evaluation.data.VoteRule;
import io.github.sentiment4j.evaluation.format.InputFile;
import io.github.sentiment4j.evaluation.internal.item.Faults;
import io.github.sentiment4j.evaluation.internal.item.Field;
import io.github.sentiment4j.evaluation.internal.item.Item;
import io.github.sentiment4j.evaluation.internal.item.ItemFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads sources one after the other and counts what it meets. */
public final class SourceReader {
  private static final String NO_CATEGORY = "(none)";

  private final Faults faults = new Faults();
  private final LabelReader labels;
  private final Categories categories;

  private final List<Candidate> candidates = new ArrayList<>();
  private final List<InputFile> inputs = new ArrayList<>();
  private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
  private final Counts keptCategories = new Counts();
  private final Counts droppedCategories = new Counts();
  private final Counts unknownCategories = new Counts();
  private final List<Events> events = new ArrayList<>();
  private long read;

  public SourceReader(LabelNames names, Categories categories) {
    this.labels = new LabelReader(names);
    this.categories = categories;
  }

  /**
   * Reads a source. {@link #requireNoFaults} reports what is wrong with it.
   *
   * @param heldOut the split that all of it is held out for
   * @throws SentimentException {@code INTERRUPTED} if the thread was interrupted
   */
  public void read(DataSource source, Optional<Split> heldOut) throws IOException {
    if (source instanceof LabelledFile file) {
      readTexts(file, heldOut);
    } else if (source instanceof NewsFiles files) {
      readNews(files, heldOut);
    }
  }

  /**
   * Checks what was read.
   *
   * @throws SentimentException {@code INVALID_DATA} if something is not what it was said to be
   * @throws IOException if a file cannot be opened
   */
  public void requireNoFaults() throws IOException {
    faults.throwIfAny();
  }

  private void readTexts(LabelledFile source, Optional<Split> heldOut) throws IOException {
    Field text = new Field(source.text());
    Field label = new Field(source.label());
    Optional<Field> category = source.category().map(Field::new);
    ItemFile file = new ItemFile(source.file(), source.format(), source.layout());
    boolean whole =
        file.forEach(
            item -> {
              List<String> ofItem = label.values(item);
              String content = text(text.values(item));
              Optional<DropReason> reason = reason(item, category, content);
              if (reason.isPresent()) {
                drop(reason.get());
              } else {
                List<Sentiment> votes = labels.meanings(ofItem, item.place());
                DropReason ifNone =
                    labels.areIgnored(ofItem) ? DropReason.IGNORED_LABEL : DropReason.NO_LABEL;
                add(content, votes, ifNone, source.votes(), heldOut);
              }
            },
            faults);
    labels.requireKnown(source.file(), faults);
    if (!whole) {
      return;
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put("--text-column", text);
    fields.put("--label-column", label);
    category.ifPresent(field -> fields.put("--category-column", field));
    end(file, heldOut.map(Split::label).orElse("data"), fields);
  }

  private void readNews(NewsFiles source, Optional<Split> heldOut) throws IOException {
    EventVotes votes = new EventVotes(source, labels, faults);
    inputs.addAll(votes.inputs());
    for (Path file : source.news()) {
      readNews(source, file, votes, heldOut);
    }
    events.add(votes.report());
  }

  private void readNews(NewsFiles source, Path path, EventVotes votes, Optional<Split> heldOut)
      throws IOException {
    Field id = new Field(source.place(NewsField.NEWS_ID));
    Field text = new Field(source.place(NewsField.NEWS_TEXT));
    Optional<Field> category =
        source.place(NewsField.NEWS_CATEGORY).isEmpty()
            ? Optional.empty()
            : Optional.of(new Field(source.place(NewsField.NEWS_CATEGORY)));
    ItemFile file = EventVotes.open(source, path, NewsField.NEWS_ITEMS);
    boolean whole =
        file.forEach(
            item -> {
              NewsVotes ofItem = votes.of(id.values(item).stream().findFirst());
              List<Sentiment> used = ofItem.use();
              String content = text(text.values(item));
              Optional<DropReason> reason = reason(item, category, content);
              if (reason.isPresent()) {
                drop(reason.get());
              } else {
                add(content, used, ofItem.reasonOfNone(), source.votes(), heldOut);
              }
            },
            faults);
    if (!whole) {
      return;
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    fields.put(NewsField.NEWS_ID.option(), id);
    fields.put(NewsField.NEWS_TEXT.option(), text);
    category.ifPresent(field -> fields.put(NewsField.NEWS_CATEGORY.option(), field));
    end(file, "news", fields);
  }

  private void end(ItemFile file, String role, Map<String, Field> fields) throws IOException {
    read += file.items();
    file.require(fields, faults);
    inputs.add(file.input(role, fields.values()));
  }

  private static String text(List<String> values) {
    return values.stream().map(String::strip).collect(Collectors.joining("\n"));
  }

  private Optional<DropReason> reason(Item item, Optional<Field> category, String text) {
    return category
        .flatMap(field -> reasonOfCategory(field.values(item)))
        .or(() -> reasonOfText(text));
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
    return StandardCharsets.UTF_8.newEncoder().canEncode(text)
        ? Optional.empty()
        : Optional.of(DropReason.MALFORMED_TEXT);
  }

  private void add(
      String text,
      List<Sentiment> votes,
      DropReason ifNone,
      VoteRule rule,
      Optional<Split> heldOut) {
    if (votes.isEmpty()) {
      drop(ifNone);
      return;
    }
    rule.fuse(votes)
        .ifPresentOrElse(
            label -> candidates.add(new Candidate(new LabelledText(text, label), heldOut)),
            () -> drop(DropReason.UNDECIDED));
  }

  private void drop(DropReason reason) {
    dropped.merge(reason, 1L, Long::sum);
  }

  /** Returns the labelled texts, in the order in which they were read. */
  public List<Candidate> candidates() {
    return candidates;
  }

  /** Returns the number of dropped items by reason. */
  public Map<DropReason, Long> dropped() {
    return dropped;
  }

  /**
   * Returns the report on everything that was read.
   *
   * @param allDropped by reason, those of this reader and of what was done with its texts
   */
  public DataReport report(Map<DropReason, Long> allDropped, List<String> warnings) {
    long lost = allDropped.values().stream().mapToLong(Long::longValue).sum();
    return new DataReport(
        inputs,
        read,
        allDropped,
        read - lost,
        keptCategories.sorted(),
        droppedCategories.sorted(),
        unknownCategories.sorted(),
        events,
        warnings);
  }
}
