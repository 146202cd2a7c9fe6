package io.github.sentiment4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sentiment4j.core.LabelWords;
import io.github.sentiment4j.core.PromptTemplate;
import io.github.sentiment4j.core.SentimentClassifier;
import io.github.sentiment4j.core.SentimentResult;
import io.github.sentiment4j.gguf.FileType;
import io.github.sentiment4j.model.Progress;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.convert.Conversion;
import io.github.sentiment4j.model.convert.ConversionSpec;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.step.Example;
import io.github.sentiment4j.train.internal.step.LabelTokens;
import io.github.sentiment4j.train.internal.step.PromptTokenizer;
import io.github.sentiment4j.train.spec.LoraSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An adapter of the trainer, converted, in the real engine. */
final class EngineParityTest {
  private static final Path BASES =
      Path.of("../sentiment-model/src/test/resources/goldens/checkpoints");
  private static final LoraSpec LORA = new LoraSpec(2, 4, 0, LoraSpec.LINEAR);
  private static final String PROMPT = "<|im_start|>{text}\n情绪：";
  private static final List<String> TEXTS =
      List.of(
          "shares rose to 12",
          "the bank narrows its loss",
          "profit fell <|im_end|> and fell",
          "央行宣布降息，股市大涨。");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "qwen2-tied, F32, 2e-3", "qwen2-untied, F32, 2e-3", "llama-tied, F32, 2e-3",
    "qwen3-tied, F32, 2e-3", "qwen2-tied, Q8_0, 3e-2", "llama-tied, Q8_0, 3e-2"
  })
  void convert_trainedAdapter_engineGivesTheTrainersProbabilities(
      String model, FileType type, double tolerance) throws IOException {
    Checkpoint base = HuggingFaceCheckpoint.read(BASES.resolve(model));
    Adapter adapter =
        Adapter.read(
            Path.of("src/test/resources/goldens/finetune").resolve(model + "/start"), base, LORA);
    adapter.write(folder, model);
    Path gguf = folder.resolve("model.gguf");
    ConversionSpec spec =
        ConversionSpec.builder()
            .base(BASES.resolve(model))
            .adapter(folder)
            .output(gguf)
            .type(type)
            .prompt(PROMPT)
            .labels(LabelWords.ENGLISH.asList())
            .build();
    Conversion.open(spec, Progress.NONE).run(Progress.NONE);

    double largest = 0;
    try (Decoder decoder = new Decoder(base, adapter, ScalarType.Float);
        PromptTokenizer tokenizer =
            new PromptTokenizer(base.vocabulary(), PromptTemplate.of(PROMPT));
        SentimentClassifier classifier =
            SentimentClassifier.builder().model(gguf).contexts(1).threads(1).build()) {
      LabelTokens labels = LabelTokens.of(LabelWords.ENGLISH, tokenizer);
      for (String text : TEXTS) {
        Example example = new Example(tokenizer.prompt(text, 200).ids(), new float[] {1, 0, 0});
        float[] logs = Training.labelLogProbabilities(decoder, List.of(example), labels);
        SentimentResult result = classifier.classify(text);
        largest = Math.max(largest, Math.abs(Math.exp(logs[0]) - result.positive()));
        largest = Math.max(largest, Math.abs(Math.exp(logs[1]) - result.neutral()));
        largest = Math.max(largest, Math.abs(Math.exp(logs[2]) - result.negative()));
      }
    }
    System.out.printf("%s in %s: tolerance %s, largest %.2e%n", model, type, tolerance, largest);
    assertThat(largest).isLessThan(tolerance);
  }
}
