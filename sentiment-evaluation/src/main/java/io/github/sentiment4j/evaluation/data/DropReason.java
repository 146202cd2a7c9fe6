package io.github.sentiment4j.evaluation.data;

import java.util.Locale;

/** The reason why an item is in no split; the first one that applies counts. */
public enum DropReason {
  /** Its category is one of those to drop. */
  DROPPED_CATEGORY("category is to be dropped"),
  /** It has no category, or one in neither list. */
  UNKNOWN_CATEGORY("category is unknown"),
  /** It has no text, or white space only. */
  NO_TEXT("no text"),
  /** Its text is not well-formed Unicode: a lone surrogate. */
  MALFORMED_TEXT("text is not well-formed Unicode"),
  /** Nobody labelled it. */
  NO_LABEL("no label"),
  /** It only has labels that are to be ignored. */
  IGNORED_LABEL("label is to be ignored"),
  /** It only has labels of events that are not in the list of events. */
  UNLISTED_EVENTS("none of its events is in the list"),
  /** Its votes do not decide, see {@link VoteRule}. */
  UNDECIDED("votes do not decide"),
  /** The same text with another label is there too; all of them are dropped. */
  CONTRADICTORY("same text with another label"),
  /** The same text with the same label was read before. */
  DUPLICATE("same text again"),
  /** The same text is in a file of held-out texts. */
  HELD_OUT("same text is held out"),
  /** Its label had more texts than the rarest one. */
  DOWN_SAMPLED("left out to balance the labels");

  private final String description;

  DropReason(String description) {
    this.description = description;
  }

  /** Returns the reason in words. */
  public String description() {
    return description;
  }

  /** Returns the name in {@code data.json}, such as {@code no_text}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
