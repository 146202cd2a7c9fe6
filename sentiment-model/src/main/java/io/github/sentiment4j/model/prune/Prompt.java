package io.github.sentiment4j.model.prune;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What stands around a text, and what the model answers: the parts whose tokens pruning never takes
 * away.
 *
 * @param prefix what stands before the text; may be empty
 * @param suffix what stands between the text and the label
 * @param labels the label words
 */
public record Prompt(String prefix, String suffix, List<String> labels) {
  private static final String PLACEHOLDER = "{text}";

  /** Copies the labels. */
  public Prompt {
    labels = List.copyOf(labels);
  }

  /**
   * A prompt from its template.
   *
   * @param template with exactly one {@code {text}}
   * @param labels the label words
   * @throws IllegalArgumentException if there is not exactly one {@code {text}}
   */
  public static Prompt of(String template, List<String> labels) {
    String[] parts = template.split(Pattern.quote(PLACEHOLDER), -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException(
          "prompt: expected exactly one " + PLACEHOLDER + ", found \"" + template + '"');
    }
    return new Prompt(parts[0], parts[1], labels);
  }
}
