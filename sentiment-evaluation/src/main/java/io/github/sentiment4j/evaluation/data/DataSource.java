package io.github.sentiment4j.evaluation.data;

/** Files that labelled texts come from. */
public sealed interface DataSource permits LabelledFile, NewsFiles {
  /** How several votes for a text become its one label. */
  VoteRule votes();
}
