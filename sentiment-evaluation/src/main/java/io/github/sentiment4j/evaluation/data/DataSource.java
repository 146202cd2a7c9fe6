package io.github.sentiment4j.evaluation.data;

/** A source of labelled texts. */
public sealed interface DataSource permits LabelledFile, NewsFiles {
  /** Returns the rule by which several votes for a text become one label. */
  VoteRule votes();
}
