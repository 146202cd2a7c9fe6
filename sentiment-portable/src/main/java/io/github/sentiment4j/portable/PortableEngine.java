package io.github.sentiment4j.portable;

import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.LabelGrammar;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.spi.BatchScores;
import io.github.sentiment4j.core.spi.Cancellation;
import io.github.sentiment4j.core.spi.EngineInfo;
import io.github.sentiment4j.core.spi.EngineSpec;
import io.github.sentiment4j.core.spi.ScoringEngine;
import io.github.sentiment4j.core.spi.TextScore;
import io.github.sentiment4j.gguf.DecoderModel;
import io.github.sentiment4j.gguf.GgufFile;
import io.github.sentiment4j.gguf.TextNormalization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** A model that is open in as many worker processes as there are contexts. */
final class PortableEngine implements ScoringEngine {
  private final List<WorkerProcess> workers = new ArrayList<>();
  private final BlockingQueue<WorkerProcess> idle;
  private final ModelProfile profile;
  private final LabelGrammar grammar;
  private final TextNormalization normalization;
  private final SpecialTokens specialTokens;
  private final Prompt prompt;
  private final EngineInfo info;

  PortableEngine(
      EngineSpec spec,
      GgufFile file,
      DecoderModel model,
      ModelProfile profile,
      List<String> command) {
    this.profile = profile;
    this.grammar = LabelGrammar.of(profile.labelWords());
    this.normalization = TextNormalization.of(file);
    this.specialTokens = SpecialTokens.of(file);
    this.idle = new ArrayBlockingQueue<>(spec.contexts());
    try {
      for (int i = 0; i < spec.contexts(); i++) {
        workers.add(new WorkerProcess(command));
      }
      this.prompt = prompt(spec, file, workers.get(0));
      Map<Integer, Float> biases =
          LabelTokens.biases(
              file, profile.labelWords(), labels(workers.get(0)), profile.calibration());
      workers.forEach(worker -> worker.setGrammar(grammar.gbnf(), biases));
    } catch (Throwable t) {
      close();
      throw t;
    }
    idle.addAll(workers);
    this.info =
        new EngineInfo(
            PortableEngineProvider.NAME,
            "java-llama.cpp 4.2.0 (llama.cpp b4916)",
            "CPU",
            "it runs on the CPU only",
            model.architecture(),
            model.typeName(),
            model.parameters(),
            model.weightBytes(),
            prompt.prefix().length,
            prompt.suffix().length,
            false);
  }

  private Prompt prompt(EngineSpec spec, GgufFile file, WorkerProcess worker) {
    return new Prompt(
        Prompt.concat(BeginOfText.of(file), worker.tokenize(normalized(profile.prompt().prefix()))),
        worker.tokenize(normalized(profile.prompt().suffix())),
        spec.maxTokens().orElseThrow(),
        spec.truncation());
  }

  /** (3) the one token of each label word. */
  private int[] labels(WorkerProcess worker) {
    List<String> words = profile.labelWords().asList();
    int[] labels = new int[words.size()];
    for (int k = 0; k < labels.length; k++) {
      int[] tokens = worker.tokenize(normalized(words.get(k)));
      if (tokens.length != 1) {
        throw new SentimentException(
            ErrorCode.INVALID_SETTING,
            "Expected label words of one token each, which is all that the engine "
                + PortableEngineProvider.NAME
                + " can use; found "
                + tokens.length
                + " tokens for \""
                + words.get(k)
                + "\"");
      }
      labels[k] = tokens[0];
    }
    return labels;
  }

  private String normalized(String text) {
    return normalization.apply(text);
  }

  @Override
  public EngineInfo info() {
    return info;
  }

  @Override
  public ModelProfile profile() {
    return profile;
  }

  @Override
  public BatchScores score(List<String> texts, Cancellation cancellation) {
    WorkerProcess worker = take();
    try {
      long start = System.nanoTime();
      long evaluated = 0;
      List<TextScore> scores = new ArrayList<>(texts.size());
      for (String text : texts) {
        if (cancellation.isCancelled()) {
          throw new SentimentException(ErrorCode.CANCELLED, "The call was cancelled");
        }
        TextScore score = score(worker, text);
        if (score instanceof TextScore.Labelled labelled) {
          evaluated += Math.min(labelled.tokens(), prompt.maxTokens()) - prompt.prefix().length;
        }
        scores.add(score);
      }
      return new BatchScores(scores, evaluated, System.nanoTime() - start);
    } finally {
      idle.add(worker);
    }
  }

  private WorkerProcess take() {
    try {
      return idle.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SentimentException(
          ErrorCode.INTERRUPTED, "Interrupted while waiting for a context", e);
    }
  }

  private TextScore score(WorkerProcess worker, String text) {
    int[] tokens =
        specialTokens.cut(normalized(text)).stream()
            .map(worker::tokenize)
            .reduce(new int[0], Prompt::concat);
    int[] ids;
    try {
      ids = prompt.around(tokens);
    } catch (SentimentException tooLong) {
      return new TextScore.Rejected(tooLong);
    }
    String answer = worker.answer(ids);
    Sentiment label =
        grammar
            .parse(answer)
            .orElseThrow(
                () ->
                    new SentimentException(
                        ErrorCode.ENGINE_FAILED,
                        "Expected one of "
                            + profile.labelWords().asList()
                            + ", java-llama.cpp answered \""
                            + answer
                            + "\""));
    return new TextScore.Labelled(label, prompt.tokens(tokens), prompt.isTooLong(tokens));
  }

  /** Ends the processes; idempotent. */
  @Override
  public void close() {
    workers.forEach(WorkerProcess::close);
  }
}
