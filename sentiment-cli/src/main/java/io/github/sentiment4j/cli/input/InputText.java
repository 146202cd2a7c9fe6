package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.evaluation.format.ItemField;
import java.util.List;
import java.util.Optional;

/**
 * One input, as it was read.
 *
 * @param text to classify or, where there is a problem, what was found in its place
 * @param others the columns or fields beside the text, which are carried to the output
 * @param lastLine line of the input on which it ends, counted from 1; 0 if it is no part of a file
 * @param problem why {@code text} cannot be classified
 */
public record InputText(
    String text, List<ItemField> others, long lastLine, Optional<InputProblem> problem) {
  public InputText {
    others = List.copyOf(others);
  }
}
