package io.github.sentiment4j.evaluation.data;

import io.github.sentiment4j.evaluation.format.InputFile;
import java.util.List;
import java.util.Map;

/**
 * Counts of what became of the texts that were read: {@code read} is the sum of {@code kept} and of
 * all of {@code dropped}.
 *
 * @param inputs the files that were read
 * @param read the number of texts, labelled or not
 * @param dropped the number of dropped texts by reason, for reasons that occur
 * @param kept the number of texts in the splits
 * @param keptCategories the number of texts by category, the most frequent first, before all other
 *     filters
 * @param droppedCategories the number of dropped texts by category
 * @param unknownCategories the number of texts by category that is neither kept nor dropped
 * @param events the counts of events of each {@link NewsFiles}
 * @param warnings the findings that a person should look at
 */
public record DataReport(
    List<InputFile> inputs,
    long read,
    Map<DropReason, Long> dropped,
    long kept,
    Map<String, Long> keptCategories,
    Map<String, Long> droppedCategories,
    Map<String, Long> unknownCategories,
    List<Events> events,
    List<String> warnings) {
  public DataReport {
    inputs = List.copyOf(inputs);
    events = List.copyOf(events);
    warnings = List.copyOf(warnings);
  }
}
