package io.github.sentiment4j.cli.input;

import io.github.sentiment4j.evaluation.format.ItemField;
import java.util.List;
import java.util.Optional;

/**
 * A text of an input.
 *
 * @param text the text or, if there is a problem, what stands in its place
 * @param others the columns or fields beside the text, which are carried to the output
 * @param lastLine the line on which the text ends, counted from 1; 0 for a text of the command line
 * @param problem the reason why the text cannot be classified
 */
public record InputText(
    String text, List<ItemField> others, long lastLine, Optional<InputProblem> problem) {
  public InputText {
    others = List.copyOf(others);
  }
}
