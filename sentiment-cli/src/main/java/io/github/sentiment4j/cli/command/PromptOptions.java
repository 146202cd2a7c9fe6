package io.github.sentiment4j.cli.command;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.SentimentException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name the prompt and the words of the labels. */
public final class PromptOptions {
  private static final String LINE_BREAK = "\\n";

  @Option(
      names = "--prompt",
      converter = TemplateConverter.class,
      paramLabel = "TEMPLATE",
      description =
          "The prompt, with one {text}; \\n is a line break. Default: that of the GGUF file, else"
              + " that of the reference experiment.")
  private @Nullable String template;

  @Alias("--labels")
  @Option(
      names = "--label-words",
      converter = LabelWordsConverter.class,
      paramLabel = "POS,NEU,NEG",
      description =
          "The model's words for positive, neutral and negative, separated by commas. Default:"
              + " those of the GGUF file, else positive,neutral,negative.")
  private @Nullable LabelWords labelWords;

  /** Called by picocli. */
  public PromptOptions() {}

  /** Returns the template of the prompt, with its line breaks. */
  public Optional<String> template() {
    return Optional.ofNullable(template);
  }

  /** Returns the words of the labels. */
  public Optional<LabelWords> labelWords() {
    return Optional.ofNullable(labelWords);
  }

  /** Returns a template as {@code --prompt} takes it. */
  public static String argument(String template) {
    return template.replace("\n", LINE_BREAK);
  }

  static final class TemplateConverter implements ITypeConverter<String> {
    /** Called by picocli. */
    TemplateConverter() {}

    @Override
    public String convert(String argument) {
      return argument.replace(LINE_BREAK, "\n");
    }
  }

  static final class LabelWordsConverter implements ITypeConverter<LabelWords> {
    /** Called by picocli. */
    LabelWordsConverter() {}

    @Override
    public LabelWords convert(String list) {
      try {
        return LabelWords.parse(list);
      } catch (IllegalArgumentException | SentimentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
