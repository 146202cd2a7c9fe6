package io.github.sentiment4j.portable;

import io.github.sentiment4j.core.EngineInfo;
import io.github.sentiment4j.core.EngineSpec;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.LabelGrammar;
import io.github.sentiment4j.core.ModelProfile;
import io.github.sentiment4j.core.ScoringContext;
import io.github.sentiment4j.core.ScoringEngine;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.core.TextScore;
import io.github.sentiment4j.core.Truncation;
import io.github.sentiment4j.gguf.SentimentModel;
import io.github.sentiment4j.gguf.TextNormalization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An open model, with one worker process for each context. */
final class PortableEngine implements ScoringEngine {
  private final List<Context> contexts = new ArrayList<>();
  private final ModelProfile profile;
  private final LabelGrammar grammar;
  private final TextNormalization normalization;
  private final SpecialTokens specialTokens;
  private final Prompt prompt;
  private final EngineInfo info;

  /**
   * Starts the processes.
   *
   * @param profile the prompt, the label words, the calibration and the limit on tokens in force
   */
  PortableEngine(
      EngineSpec spec, SentimentModel model, ModelProfile profile, List<String> command) {
    this.profile = profile;
    this.grammar = LabelGrammar.of(profile.labelWords());
    this.normalization = model.normalization();
    this.specialTokens = SpecialTokens.of(model.file());
    try {
      for (int i = 0; i < spec.contexts(); i++) {
        contexts.add(new Context(new WorkerProcess(command)));
      }
      WorkerProcess any = contexts.get(0).worker;
      this.prompt = prompt(spec.truncation(), model, any);
      Map<Integer, Float> biases =
          LabelTokens.biases(
              model.file(), profile.labelWords(), labels(any), profile.calibration());
      contexts.forEach(context -> context.worker.setGrammar(grammar.gbnf(), biases));
    } catch (Throwable t) {
      close();
      throw t;
    }
    this.info =
        new EngineInfo(
            PortableEngineProvider.NAME,
            "java-llama.cpp 4.2.0 (llama.cpp b4916)",
            "CPU",
            "it runs on the CPU only",
            model.decoder().architecture(),
            model.decoder().typeName(),
            model.decoder().parameters(),
            model.decoder().weightBytes(),
            prompt.prefix().length,
            prompt.suffix().length,
            false);
  }

  private Prompt prompt(Truncation truncation, SentimentModel model, WorkerProcess worker) {
    return new Prompt(
        Prompt.concat(
            BeginOfText.of(model.file()), worker.tokenize(normalized(profile.prompt().prefix()))),
        worker.tokenize(normalized(profile.prompt().suffix())),
        profile.maxTokens().orElseThrow(),
        truncation);
  }

  /** Returns (3) the tokens of the label words, one for each word. */
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
  public List<? extends ScoringContext> contexts() {
    return contexts;
  }

  /** Ends the processes; idempotent. */
  @Override
  public void close() {
    contexts.forEach(context -> context.worker.close());
  }

  /** A context, whose process answers one text after the other. */
  private final class Context implements ScoringContext {
    private final WorkerProcess worker;
    private volatile boolean cancelled;

    Context(WorkerProcess worker) {
      this.worker = worker;
    }

    @Override
    public BatchScores score(List<String> texts) {
      long start = System.nanoTime();
      long evaluated = 0;
      List<TextScore> scores = new ArrayList<>(texts.size());
      try {
        for (String text : texts) {
          if (cancelled) {
            throw new SentimentException(ErrorCode.CANCELLED, "The call was cancelled");
          }
          TextScore score = score(text);
          if (score instanceof TextScore.Labelled labelled) {
            evaluated += Math.min(labelled.tokens(), prompt.maxTokens()) - prompt.prefix().length;
          }
          scores.add(score);
        }
      } finally {
        cancelled = false;
      }
      return new BatchScores(scores, evaluated, System.nanoTime() - start);
    }

    private TextScore score(String text) {
      int[] tokens =
          specialTokens.cut(normalized(text)).stream()
              .map(worker::tokenize)
              .reduce(new int[0], Prompt::concat);
      if (prompt.refuses(tokens)) {
        return TextScore.Rejected.tooLong(prompt.tokens(tokens), prompt.maxTokens());
      }
      String answer = worker.answer(prompt.around(tokens));
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

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
