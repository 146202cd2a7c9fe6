package io.github.sentiment4j.corpus;

import java.util.List;

/** A pattern: the label of its sentences, its line in the file, its parts. */
record SentencePattern(String label, int line, List<Part> parts) {}
