package io.github.sentiment4j.core;

import java.util.Objects;

/**
 * The text around a news item: {@code prefix + text + suffix}. The model gives the label after it.
 * Prefix, text and suffix are tokenised separately, so that the text's last character never merges
 * with the suffix. Immutable.
 */
public final class PromptTemplate {
  /** The placeholder of the text in a template. */
  public static final String PLACEHOLDER = "{text}";

  /** The reference experiment's prompt, which is used for model files that name none. */
  public static final PromptTemplate DEFAULT =
      of("<|user|>\n新闻内容：{text}\n<|assistant|>\n这篇新闻的情绪是：");

  private final String prefix;
  private final String suffix;

  private PromptTemplate(String prefix, String suffix) {
    this.prefix = prefix;
    this.suffix = suffix;
  }

  /**
   * Returns the prompt of a template.
   *
   * @param template has exactly one {@code {text}} and a suffix after it, which shows the model
   *     where the text ends
   * @throws SentimentException {@link ErrorCode#INVALID_SETTING} if the template does not have
   *     exactly one {@code {text}}, has nothing after it, or is not well-formed Unicode
   */
  public static PromptTemplate of(String template) {
    Objects.requireNonNull(template, "template");
    TextCheck.requireWellFormed("prompt", template);
    int at = template.indexOf(PLACEHOLDER);
    if (at < 0 || template.indexOf(PLACEHOLDER, at + 1) >= 0) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "A prompt needs exactly one "
              + PLACEHOLDER
              + ", this one has "
              + (at < 0 ? "none" : "several")
              + ": \""
              + template
              + "\"");
    }
    String suffix = template.substring(at + PLACEHOLDER.length());
    if (suffix.isEmpty()) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "A prompt needs a suffix behind "
              + PLACEHOLDER
              + " that ends the text, such as a line break: \""
              + template
              + "\"");
    }
    return new PromptTemplate(template.substring(0, at), suffix);
  }

  /** Returns the part before the text; may be empty. */
  public String prefix() {
    return prefix;
  }

  /** Returns the part between the text and the label; not empty. */
  public String suffix() {
    return suffix;
  }

  /** Returns the template with its {@code {text}}. */
  public String template() {
    return prefix + PLACEHOLDER + suffix;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PromptTemplate that
        && prefix.equals(that.prefix)
        && suffix.equals(that.suffix);
  }

  @Override
  public int hashCode() {
    return Objects.hash(prefix, suffix);
  }

  @Override
  public String toString() {
    return template();
  }
}
