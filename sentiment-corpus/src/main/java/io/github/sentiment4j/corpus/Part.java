package io.github.sentiment4j.corpus;

import java.util.List;

/** A piece of a pattern. */
sealed interface Part {

  record Literal(String text) implements Part {}

  record Alternatives(List<List<Part>> entries) implements Part {}

  /** {@code {name#index.member}}; index 1 and member "" if they are not written. */
  record Slot(String name, int index, String member) implements Part {}
}
