package io.github.sentiment4j.train.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.spec.LoraSpec;
import io.github.sentiment4j.train.spec.Objective;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CrossEntropyTest {
  private static final int[] PROMPT = {5, 17, 40, 8};
  private static final float[] TEACHER = {0.5f, 0.375f, 0.125f};
  private static final List<int[]> WORDS =
      List.of(new int[] {12}, new int[] {30, 31, 32}, new int[] {30, 9});

  private Decoder decoder;

  @BeforeEach
  void open() {
    Checkpoint base =
        HuggingFaceCheckpoint.read(
            Path.of("../sentiment-model/src/test/resources/goldens/checkpoints/qwen2-tied"));
    decoder =
        new Decoder(
            base,
            Adapter.create(base, new LoraSpec(2, 4, 0, LoraSpec.LINEAR), 1),
            ScalarType.Float);
  }

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void response_teachersProbabilities_areTheMeanOfTheLabelsLosses() {
    double mean = 0;
    for (int label = 0; label < 3; label++) {
      float[] certain = new float[3];
      certain[label] = 1;
      mean += TEACHER[label] * loss(Objective.RESPONSE, certain) * WORDS.get(label).length;
    }

    assertThat(loss(Objective.RESPONSE, TEACHER)).isCloseTo(mean, within(1e-5));
  }

  @Test
  void labels_teachersProbabilities_areTheMeanOfTheLabelsLosses() {
    double mean = 0;
    for (int label = 0; label < 3; label++) {
      float[] certain = new float[3];
      certain[label] = 1;
      mean += TEACHER[label] * loss(Objective.LABELS, certain);
    }

    assertThat(loss(Objective.LABELS, TEACHER)).isCloseTo(mean, within(1e-5));
  }

  @Test
  void response_countsTheOtherTokensToo_labelsDoesNot() {
    // Untrained, the labels share a small part of the vocabulary.
    assertThat(loss(Objective.RESPONSE, TEACHER))
        .isGreaterThan(loss(Objective.LABELS, TEACHER) + 1);
  }

  private double loss(Objective objective, float[] target) {
    List<Example> one = List.of(new Example(PROMPT, target));
    LabelTokens labels = new LabelTokens(WORDS);
    boolean teacher = objective == Objective.RESPONSE && Arrays.equals(target, TEACHER);
    Loss even = new CrossEntropy(objective, labels, new float[] {1, 1, 1}, 0, teacher);
    return even.sum(decoder, one, Dropout.NONE).loss().item_double() / even.count(one.get(0));
  }
}
