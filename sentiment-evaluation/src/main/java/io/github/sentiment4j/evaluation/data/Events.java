package io.github.sentiment4j.evaluation.data;

import java.util.Map;

/**
 * Counts of the events that were read.
 *
 * @param listed events of label items that are in the list of events
 * @param unlisted those that are not and were dropped, by name, the most frequent first
 * @param votes labels that counted
 * @param withoutNews label items about news that are not in the news file
 */
public record Events(long listed, Map<String, Long> unlisted, long votes, long withoutNews) {}
