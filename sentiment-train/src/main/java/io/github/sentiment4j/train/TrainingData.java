package io.github.sentiment4j.train;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.gguf.SentimentMetadata;
import io.github.sentiment4j.gguf.Sha256;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.train.data.DownSampling;
import io.github.sentiment4j.train.data.LabelledText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a model is trained with and for, as ids.
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
   * The texts of a fine-tune.
   *
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if the training texts are of one
   *     label, {@link ErrorCode#INVALID_SETTING} if prompt or label words do not fit
   */
  static TrainingData of(FineTuneSpec spec, Checkpoint base) throws IOException {
    requireContextLength(spec, base);
    Optional<SentimentMetadata> own =
        base instanceof GgufCheckpoint gguf
            ? SentimentMetadata.read(gguf.file())
            : Optional.empty();
    PromptTemplate template =
        spec.prompt()
            .or(() -> own.map(metadata -> PromptTemplate.of(metadata.prompt())))
            .orElse(PromptTemplate.DEFAULT);
    LabelWords words =
        spec.labelWords()
            .or(() -> own.map(SentimentMetadata::labels).map(LabelWords::of))
            .orElse(LabelWords.ENGLISH);
    try (PromptTokenizer tokenizer = new PromptTokenizer(base.vocabulary(), template)) {
      LabelTokens labels = LabelTokens.of(words, tokenizer);
      int room = spec.maxTokens() - labels.longest();
      List<Example> training = new ArrayList<>();
      int shortened = 0;
      for (TeacherText text : texts(spec)) {
        PromptTokenizer.Prompt prompt = tokenizer.prompt(text.text(), room);
        shortened += prompt.shortened() ? 1 : 0;
        training.add(new Example(prompt.ids(), text.target()));
      }
      requireClasses(training);
      List<Example> validation = new ArrayList<>();
      for (LabelledText text : spec.validation()) {
        int[] prompt = tokenizer.prompt(text.text(), room).ids();
        validation.add(new Example(prompt, TeacherText.certain(text).target()));
      }
      return new TrainingData(template, words, training, validation, labels, shortened);
    } catch (IllegalArgumentException e) {
      throw new SentimentException(ErrorCode.INVALID_SETTING, e.getMessage(), e);
    }
  }

  /** The engine gives no model more tokens either. */
  private static void requireContextLength(FineTuneSpec spec, Checkpoint base) {
    int contextLength = base.config().contextLength();
    if (spec.maxTokens() > contextLength) {
      throw new SentimentException(
          ErrorCode.INVALID_SETTING,
          "max tokens: expected at most the "
              + contextLength
              + " of the base's context, found "
              + spec.maxTokens());
    }
  }

  private static List<TeacherText> texts(FineTuneSpec spec) {
    if (!spec.teacher().isEmpty()) {
      return spec.teacher();
    }
    List<LabelledText> texts =
        spec.downSampled() ? DownSampling.toRarest(spec.training(), spec.seed()) : spec.training();
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

  /** n / (3 · texts of the label) for positive, neutral, negative; 0 for one without texts. */
  private float[] classWeights() {
    int[] counts = new int[3];
    training.forEach(example -> counts[example.label()]++);
    float[] weights = new float[3];
    for (int label = 0; label < 3; label++) {
      weights[label] = counts[label] == 0 ? 0 : training.size() / (3f * counts[label]);
    }
    return weights;
  }

  /** How the texts count, by the settings. */
  Objective.Weighting weighting(FineTuneSpec spec) {
    return new Objective.Weighting(
        spec.classWeights() ? classWeights() : Objective.Weighting.EVEN.classWeights(),
        (float) spec.labelSmoothing());
  }

  /** Of a training text's prompt. */
  int mostTokens() {
    return training.stream().mapToInt(example -> example.prompt().length).max().orElseThrow();
  }

  /** Of all ids and targets, in hexadecimal. */
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
