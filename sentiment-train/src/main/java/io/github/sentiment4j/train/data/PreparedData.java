package io.github.sentiment4j.train.data;

import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.DataReport;
import io.github.sentiment4j.evaluation.data.DataSource;
import io.github.sentiment4j.evaluation.data.DropReason;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.evaluation.data.Split;
import io.github.sentiment4j.evaluation.internal.InvalidData;
import io.github.sentiment4j.evaluation.internal.source.Candidate;
import io.github.sentiment4j.evaluation.internal.source.SourceReader;
import io.github.sentiment4j.support.OutputPlace;
import io.github.sentiment4j.support.PendingOutput;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Labelled texts in three disjoint splits, and where they come from. Immutable.
 *
 * @param spec what was asked for
 * @param splits the texts of every split, in the order in which they were read; a split may be
 *     empty
 * @param report what became of everything that was read
 */
public record PreparedData(
    DataSpec spec, Map<Split, List<LabelledText>> splits, DataReport report) {
  /** The file that says where a folder's splits come from. */
  public static final String REPORT_FILE = "data.json";

  private static final int FEWEST_LABELS = 2;

  public PreparedData {
    Map<Split, List<LabelledText>> copy = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      copy.put(split, List.copyOf(splits.getOrDefault(split, List.of())));
    }
    splits = Collections.unmodifiableMap(copy);
  }

  /**
   * Reads, votes, filters, removes contradictions and duplicates, splits and balances, in this
   * order. All texts that are kept are in memory at once.
   *
   * @throws IOException if a file cannot be read
   * @throws SentimentException {@code INVALID_DATA} if a file is not what it is said to be, has
   *     labels that are not known (all that is wrong with all files is in the message), or if fewer
   *     than two labels are left; {@code INTERRUPTED} if the thread was interrupted
   */
  public static PreparedData read(DataSpec spec) throws IOException {
    SourceReader reader = new SourceReader(spec.labelNames(), spec.categories());
    for (DataSource source : spec.data()) {
      reader.read(source, Optional.empty());
    }
    for (DataSource source : spec.validation()) {
      reader.read(source, Optional.of(Split.VALIDATION));
    }
    for (DataSource source : spec.test()) {
      reader.read(source, Optional.of(Split.TEST));
    }
    reader.requireNoFaults();
    Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    dropped.putAll(reader.dropped());
    List<Candidate> unique = unique(reader.candidates(), dropped);
    requireLabels(unique, dropped);
    Map<Split, List<LabelledText>> splits = split(spec, unique);
    if (spec.downSampled()) {
      List<LabelledText> train = splits.getOrDefault(Split.TRAIN, List.of());
      List<LabelledText> balanced = DownSampling.toRarest(train, spec.seed());
      splits.put(Split.TRAIN, balanced);
      count(dropped, DropReason.DOWN_SAMPLED, train.size() - balanced.size());
    }
    return new PreparedData(spec, splits, reader.report(dropped, warnings(splits)));
  }

  /** Removes duplicates, and all texts that occur with several labels. */
  private static List<Candidate> unique(List<Candidate> candidates, Map<DropReason, Long> dropped) {
    Map<String, List<Candidate>> same = new LinkedHashMap<>();
    candidates.forEach(
        candidate ->
            same.computeIfAbsent(TextKey.of(candidate.text().text()), x -> new ArrayList<>(1))
                .add(candidate));
    List<Candidate> unique = new ArrayList<>();
    for (List<Candidate> group : same.values()) {
      if (group.stream().map(candidate -> candidate.text().label()).distinct().count() > 1) {
        count(dropped, DropReason.CONTRADICTORY, group.size());
      } else {
        unique.add(mostHeldOut(group, dropped));
      }
    }
    return unique;
  }

  /** Returns one of equal texts: one held out for the test, else for validation, else the first. */
  private static Candidate mostHeldOut(List<Candidate> group, Map<DropReason, Long> dropped) {
    Candidate best = group.get(0);
    for (Candidate candidate : group) {
      if (rank(candidate) > rank(best)) {
        best = candidate;
      }
    }
    int highest = rank(best);
    long lower = group.stream().filter(candidate -> rank(candidate) < highest).count();
    count(dropped, DropReason.HELD_OUT, lower);
    count(dropped, DropReason.DUPLICATE, group.size() - 1 - lower);
    return best;
  }

  private static int rank(Candidate candidate) {
    return candidate.heldOut().map(split -> split == Split.TEST ? 2 : 1).orElse(0);
  }

  private static void count(Map<DropReason, Long> dropped, DropReason reason, long count) {
    if (count > 0) {
      dropped.merge(reason, count, Long::sum);
    }
  }

  private static void requireLabels(List<Candidate> candidates, Map<DropReason, Long> dropped) {
    Map<Sentiment, Long> counts = count(candidates.stream().map(Candidate::text).toList());
    if (counts.size() < FEWEST_LABELS) {
      String found =
          counts.entrySet().stream()
              .map(count -> count.getValue() + " that are " + count.getKey().label())
              .findFirst()
              .orElse("none");
      String reasons =
          dropped.entrySet().stream()
              .map(reason -> reason.getValue() + " (" + reason.getKey().description() + ")")
              .collect(Collectors.joining(", "));
      throw InvalidData.of(
          "expected texts of at least two labels, found "
              + found
              + "; dropped were "
              + (reasons.isEmpty() ? "none" : reasons));
    }
  }

  private static Map<Split, List<LabelledText>> split(DataSpec spec, List<Candidate> candidates) {
    Map<Split, Integer> shares = spec.shares().bySplit();
    spec.validation().forEach(source -> shares.remove(Split.VALIDATION));
    spec.test().forEach(source -> shares.remove(Split.TEST));
    List<Candidate> toSplit =
        candidates.stream().filter(candidate -> candidate.heldOut().isEmpty()).toList();
    Iterator<Split> dealt =
        new Stratification(shares)
            .split(toSplit.stream().map(c -> c.text().label()).toList(), spec.seed())
            .iterator();
    Map<Split, List<LabelledText>> splits = new EnumMap<>(Split.class);
    for (Candidate candidate : candidates) {
      splits
          .computeIfAbsent(candidate.heldOut().orElseGet(dealt::next), x -> new ArrayList<>())
          .add(candidate.text());
    }
    return splits;
  }

  private static List<String> warnings(Map<Split, List<LabelledText>> splits) {
    return Stream.of(Split.values())
        .flatMap(
            split -> {
              Set<Sentiment> missing = EnumSet.allOf(Sentiment.class);
              missing.removeAll(count(splits.getOrDefault(split, List.of())).keySet());
              return missing.stream()
                  .map(label -> "no text in " + split.label() + " is " + label.label());
            })
        .toList();
  }

  /**
   * Writes {@code train.jsonl}, {@code validation.jsonl}, {@code test.jsonl} and {@code data.json}
   * into a folder, which appears whole or not at all. Each line of a split is an object {@code
   * {"text": …, "label": "positive"}}.
   *
   * @param folder not there yet, or empty
   * @param more other files for the folder by name, such as pictures
   * @throws FileSystemException if the folder has files
   * @throws IOException if it cannot be written
   */
  public void save(Path folder, Map<String, byte[]> more) throws IOException {
    requireEmpty(folder);
    Path parent = folder.toAbsolutePath().normalize().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try (PendingOutput output = PendingOutput.folder(folder)) {
      for (Split split : Split.values()) {
        SplitFile.write(output.path().resolve(split.fileName()), texts(split));
      }
      DataJson.write(output.path(), this);
      for (Map.Entry<String, byte[]> file : more.entrySet()) {
        Files.write(output.path().resolve(file.getKey()), file.getValue());
      }
      output.commit();
    }
  }

  /** Writes a folder without other files; see {@link #save(Path, Map)}. */
  public void save(Path folder) throws IOException {
    save(folder, Map.of());
  }

  /**
   * Checks that a folder is not there yet, or empty.
   *
   * @throws FileSystemException if it has files or is a file
   * @throws IOException if it cannot be read
   */
  public static void requireEmpty(Path folder) throws IOException {
    if (OutputPlace.occupant(folder, file -> false).isPresent()) {
      throw new FileSystemException(
          folder.toString(),
          null,
          "expected a folder that is empty or not there yet, found "
              + (Files.isDirectory(folder) ? "files" : "a file")
              + "; name another one");
    }
  }

  /** Returns the texts of a split, in the order in which they were read. */
  public List<LabelledText> texts(Split split) {
    return splits.getOrDefault(split, List.of());
  }

  /** Returns the number of texts of a split by label. */
  public Map<Sentiment, Long> counts(Split split) {
    return count(texts(split));
  }

  private static Map<Sentiment, Long> count(List<LabelledText> texts) {
    Map<Sentiment, Long> counts = new EnumMap<>(Sentiment.class);
    texts.forEach(text -> counts.merge(text.label(), 1L, Long::sum));
    return counts;
  }
}
