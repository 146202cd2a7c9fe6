package io.github.sentiment4j.train;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.data.LabelledText;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.support.Sha256;
import io.github.sentiment4j.train.data.DownSampling;
import io.github.sentiment4j.train.data.TeacherText;
import io.github.sentiment4j.train.internal.step.CrossEntropy;
import io.github.sentiment4j.train.internal.step.DpoLoss;
import io.github.sentiment4j.train.internal.step.Example;
import io.github.sentiment4j.train.internal.step.GrpoLoss;
import io.github.sentiment4j.train.internal.step.LabelTokens;
import io.github.sentiment4j.train.internal.step.Loss;
import io.github.sentiment4j.train.internal.step.PromptTokenizer;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The texts of a fine-tune as ids, with the prompt and the label words.
 *
 * @param prompt of the settings, else the base's own, else the default
 * @param labelWords the same for these
 * @param training what is learnt
 * @param validation what chooses the best checkpoint
 * @param labels the words as ids
 * @param shortened training texts that lost their end
 */
record TrainingData(
    PromptTemplate prompt,
    LabelWords labelWords,
    List<Example> training,
    List<Example> validation,
    LabelTokens labels,
    int shortened) {

  /**
   * Tokenises the texts of a fine-tune.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if the training texts are of one
   *     label, {@link ErrorCode#INVALID_SETTING} if prompt or label words do not fit
   */
  static TrainingData of(FineTuneSpec spec, Checkpoint base) throws IOException {
    requireContextLength(spec, base);
    Optional<SentimentMetadata> own =
        base instanceof GgufCheckpoint gguf ? gguf.model().metadata() : Optional.empty();
    PromptTemplate template =
        spec.data()
            .prompt()
            .or(() -> own.map(metadata -> PromptTemplate.of(metadata.prompt())))
            .orElse(PromptTemplate.DEFAULT);
    LabelWords words =
        spec.data()
            .labelWords()
            .or(() -> own.map(SentimentMetadata::labels).map(LabelWords::of))
            .orElse(LabelWords.ENGLISH);
    try (PromptTokenizer tokenizer = new PromptTokenizer(base.vocabulary(), template)) {
      LabelTokens labels = LabelTokens.of(words, tokenizer);
      int room = spec.data().maxTokens();
      List<Example> training = new ArrayList<>();
      int shortened = 0;
      for (TeacherText text : texts(spec)) {
        PromptTokenizer.Prompt prompt = tokenizer.prompt(text.text(), room);
        shortened += prompt.shortened() ? 1 : 0;
        training.add(new Example(prompt.ids(), text.target()));
      }
      requireClasses(training);
      List<Example> validation = new ArrayList<>();
      for (LabelledText text : spec.data().validation()) {
        int[] prompt = tokenizer.prompt(text.text(), room).ids();
        validation.add(new Example(prompt, TeacherText.certain(text).target()));
      }
      return new TrainingData(template, words, training, validation, labels, shortened);
    } catch (IllegalArgumentException e) {
      throw new SentimentException(ErrorCode.INVALID_SETTING, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Checks the most tokens against the base's context length, which the engine keeps to as well.
   */
  private static void requireContextLength(FineTuneSpec spec, Checkpoint base) {
    int contextLength = base.config().contextLength();
    if (spec.data().maxTokens() > contextLength) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "max tokens: expected at most the "
              + contextLength
              + " of the base's context, found "
              + spec.data().maxTokens());
    }
  }

  private static List<TeacherText> texts(FineTuneSpec spec) {
    if (!spec.data().teacher().isEmpty()) {
      return spec.data().teacher();
    }
    List<LabelledText> texts =
        spec.data().downSampled()
            ? DownSampling.toRarest(spec.data().training(), spec.run().seed())
            : spec.data().training();
    return texts.stream().map(TeacherText::certain).toList();
  }

  private static void requireClasses(List<Example> training) {
    long classes = training.stream().mapToInt(Example::label).distinct().count();
    if (classes < 2) {
      throw new SentimentException(
          ErrorCode.INVALID_DATA,
          "expected training texts of at least two labels, found "
              + training.size()
              + " texts of "
              + classes);
    }
  }

  /**
   * Returns n / (k · texts of the label) for positive, neutral, negative, where k labels have
   * texts; 0 for a label without texts. Their mean over the training texts is 1 (scikit-learn's
   * {@code compute_class_weight("balanced")}).
   */
  private float[] balancedWeights() {
    int[] counts = counts(training);
    long present = Arrays.stream(counts).filter(count -> count > 0).count();
    float[] weights = new float[Sentiment.COUNT];
    for (int label = 0; label < weights.length; label++) {
      weights[label] = counts[label] == 0 ? 0 : (float) training.size() / (present * counts[label]);
    }
    return weights;
  }

  private static int[] counts(List<Example> examples) {
    int[] counts = new int[Sentiment.COUNT];
    examples.forEach(example -> counts[example.label()]++);
    return counts;
  }

  /** Returns the weights of positive, neutral and negative in the loss. */
  float[] classWeights(FineTuneSpec spec) {
    return spec.target().classWeights() ? balancedWeights() : new float[] {1, 1, 1};
  }

  /** Returns the loss that the settings ask for. */
  Loss loss(FineTuneSpec spec) {
    FineTuneSpec.Target target = spec.target();
    float[] weights = classWeights(spec);
    return switch (target.objective()) {
      case DPO -> new DpoLoss(labels, weights, target.preference());
      case GRPO -> GrpoLoss.of(labels, weights, target.preference(), spec.run().seed());
      case ALL_TOKENS, RESPONSE, LABELS ->
          new CrossEntropy(
              target.objective(),
              labels,
              weights,
              (float) target.labelSmoothing(),
              !spec.data().teacher().isEmpty());
    };
  }

  /**
   * Returns the same texts with the log-probabilities of a reference.
   *
   * @param references one for each training text, see {@link Example#reference}
   */
  TrainingData withReferences(List<float[]> references) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < training.size(); i++) {
      examples.add(training.get(i).withReference(references.get(i)));
    }
    return new TrainingData(prompt, labelWords, examples, validation, labels, shortened);
  }

  /** Returns warnings about labels without texts. */
  List<String> warnings(FineTuneSpec spec) {
    List<String> warnings = new ArrayList<>();
    String balanced =
        (spec.target().classWeights() ? "; class weights balance the others only" : "")
            + (spec.data().downSampled() ? "; down-sampling balances the others only" : "");
    String learnt =
        spec.data().teacher().isEmpty()
            ? "no training text is %s: the model does not learn this label" + balanced
            : "no training text is most probably %s: the model hardly learns this label" + balanced;
    addWarnings(warnings, training, learnt);
    addWarnings(
        warnings,
        validation,
        "no validation text is %s: its F1 counts as 0 in macro-F1, which is over all three labels");
    return warnings;
  }

  private static void addWarnings(List<String> warnings, List<Example> examples, String format) {
    int[] counts = counts(examples);
    for (Sentiment label : Sentiment.values()) {
      if (counts[label.index()] == 0) {
        warnings.add(String.format(Locale.ROOT, format, label.label()));
      }
    }
  }

  /** Returns the number of tokens of the longest training prompt. */
  int mostTokens() {
    return training.stream().mapToInt(example -> example.prompt().length).max().orElseThrow();
  }

  /** Returns the SHA-256 of all ids and targets, in hexadecimal. */
  String sha256() {
    Sha256 sum = new Sha256();
    for (List<Example> examples : List.of(training, validation)) {
      for (Example example : examples) {
        String line = Arrays.toString(example.prompt()) + Arrays.toString(example.target()) + '\n';
        sum.update(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
      }
    }
    return sum.hex();
  }
}
