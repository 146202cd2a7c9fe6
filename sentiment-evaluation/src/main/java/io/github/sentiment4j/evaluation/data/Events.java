package io.github.sentiment4j.evaluation.data;

import java.util.Map;

/**
 * Counts of the events that were read.
 *
 * @param listed the number of events of label items that are in the list of events
 * @param unlisted the number of events that are not in the list and were dropped, by name, the most
 *     frequent first
 * @param votes the number of labels that counted
 * @param withoutNews the number of label items about news that are not in the news file
 */
public record Events(long listed, Map<String, Long> unlisted, long votes, long withoutNews) {}
