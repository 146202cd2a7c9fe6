package io.github.sentiment4j.evaluation.data;

import io.github.sentiment4j.evaluation.format.InputFile;
import java.util.List;
import java.util.Map;

/**
 * A count of what became of everything that was read: {@code read} is {@code kept} and the sum of
 * {@code dropped}.
 *
 * @param inputs the files
 * @param read texts, labelled or not
 * @param dropped by reason; only reasons that occur
 * @param kept texts in the splits
 * @param keptCategories texts by category, the most frequent first, before all other filters
 * @param droppedCategories texts that were dropped, by category
 * @param unknownCategories texts of categories that are neither to be kept nor dropped
 * @param events about the events of each {@link NewsFiles}
 * @param warnings what a person should look at
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
