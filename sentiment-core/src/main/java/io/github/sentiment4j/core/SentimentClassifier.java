package io.github.sentiment4j.core;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Classifies financial news as positive, neutral or negative with a model that is open until {@link
 * #close()}. Thread-safe: one classifier serves a whole application, and texts that arrive together
 * go through the model together.
 *
 * <p>A text waits until one of the {@code contexts} is free. It then goes through the model with
 * the other texts that wait at that moment, up to {@code maxBatch} of them. No text waits for a
 * batch to fill. The work is done on {@code contexts} daemon threads; threads of the caller only
 * wait.
 */
public final class SentimentClassifier implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(SentimentClassifier.class.getName());
  private static final Cleaner CLEANER = Cleaner.create();

  private static final TextScore.Rejected CANCELLED =
      new TextScore.Rejected(ErrorCode.CANCELLED, "The caller cancelled the future");

  /** The texts of a warm-up. The first one also runs alone. */
  private static final List<String> WARM_UP =
      List.of(
          "Shares of the bank rose 4% after quarterly profit beat expectations.",
          "The company will publish its annual report on 12 March.",
          "公司发布业绩预告，预计全年净利润同比下降三成。",
          "The retailer cut its outlook and closed 40 stores.");

  private final ClassifierInfo info;
  private final Dispatcher dispatcher;
  private final Optional<Executor> executor;

  /** Creates a classifier over an open engine and starts its workers. */
  SentimentClassifier(
      ClassifierInfo info,
      ScoringEngine engine,
      ClassifierListener listener,
      Optional<Executor> executor) {
    this.info = info;
    this.executor = executor;
    this.dispatcher = new Dispatcher(info.settings(), engine, listener);
    CLEANER.register(this, leakAction(dispatcher, info.settings()));
    dispatcher.start();
  }

  private static Runnable leakAction(Dispatcher dispatcher, ClassifierSettings settings) {
    return () -> {
      if (!dispatcher.isClosed()) {
        LOGGER.log(
            Level.WARNING,
            "A classifier was never closed, and the garbage collector frees it now; use"
                + " try-with-resources. Its model: {0}",
            settings.model().map(Path::toString).orElse("none"));
        dispatcher.close();
      }
    };
  }

  /**
   * Opens a model file with default settings: {@code builder().model(model).build()}.
   *
   * @param model a GGUF file
   * @throws SentimentException as {@link Builder#build()} does
   */
  public static SentimentClassifier load(Path model) {
    return builder().model(model).build();
  }

  /**
   * Opens the model on the class path with default settings: {@code
   * builder().embeddedModel().build()}.
   *
   * @throws SentimentException as {@link Builder#build()} does
   */
  public static SentimentClassifier embedded() {
    return builder().embeddedModel().build();
  }

  /** Returns a builder with default settings and no model. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Classifies one text and waits for the result.
   *
   * @param text a text of any length; one with more tokens than {@code maxTokens} allows is cut as
   *     {@link Builder#truncation} says
   * @throws SentimentException {@link ErrorCode#EMPTY_TEXT} if it is null or blank, {@link
   *     ErrorCode#INVALID_TEXT} if it is not well-formed Unicode, {@link ErrorCode#TEXT_TOO_LONG}
   *     if it does not fit and truncation is {@link Truncation#REJECT}, {@link ErrorCode#BUSY} if
   *     {@code maxPending} texts are waiting and no {@link Builder#overloadPolicy} lets this thread
   *     wait for room, {@link ErrorCode#DEADLINE_EXCEEDED}, {@link ErrorCode#INTERRUPTED} if this
   *     thread is interrupted, {@link ErrorCode#CLOSED}, {@link ErrorCode#SCORES_NOT_FINITE} or
   *     {@link ErrorCode#ENGINE_FAILED} if the model or the engine fails
   */
  @SuppressWarnings("exports") // annotations are for the compiler only
  public SentimentResult classify(@Nullable String text) {
    Call call = dispatcher.submit(text);
    call.await();
    return outcome(call, 0).orThrow();
  }

  /**
   * Classifies many texts and waits for all of them. The list may have any length and does not
   * count against {@code maxPending}. Workers take its texts in turns with those of other callers,
   * so a long list does not hold them up. The deadline applies to the whole call.
   *
   * @param texts null elements are allowed and fail with {@link ErrorCode#EMPTY_TEXT}
   * @return one outcome per text, in the same order; a text that fails, for any of the reasons that
   *     {@link #classify} lists, does not affect the others. After a deadline, an interrupt or a
   *     {@link #close()} each text without a result is a failure
   * @throws SentimentException {@link ErrorCode#CLOSED} if the classifier is closed already
   */
  public List<SentimentOutcome> classifyAll(List<String> texts) {
    Call call = dispatcher.submit(texts);
    call.await();
    return IntStream.range(0, call.size()).mapToObj(i -> outcome(call, i)).toList();
  }

  /**
   * Scores many texts like {@link #classifyAll}, but does not calibrate the scores. Use it for
   * evaluation and to fit a {@link Calibration}; {@link Calibration#apply(TextScore.Scored)}
   * applies one to a score.
   *
   * @param texts null elements are allowed and fail with {@link ErrorCode#EMPTY_TEXT}
   * @return one score per text, in the same order; a text that fails, for any of the reasons that
   *     {@link #classify} lists, is {@link TextScore.Rejected} and does not affect the others; an
   *     engine without probabilities gives {@link TextScore.Labelled}
   * @throws SentimentException {@link ErrorCode#CLOSED} if the classifier is closed already
   */
  public List<TextScore> scoreAll(List<String> texts) {
    Call call = dispatcher.submit(texts);
    call.await();
    return IntStream.range(0, call.size()).mapToObj(call::score).toList();
  }

  /**
   * Classifies one text and does not wait for its result. With {@link OverloadPolicy#BLOCK} this
   * method waits until the queue has room; otherwise it returns at once.
   *
   * @return a future that completes with the result, or exceptionally with the {@link
   *     SentimentException} that {@link #classify} would throw; this method itself throws none.
   *     Cancelling or completing the future takes the text out of the queue. The future completes
   *     on the {@link Builder#executor}, which by default is the one on which {@link
   *     CompletableFuture} runs asynchronous tasks, so its dependents may run for long
   */
  // The ignored futures handle their own failures; annotations are for the compiler only.
  @SuppressWarnings({"FutureReturnValueIgnored", "exports"})
  public CompletableFuture<SentimentResult> classifyAsync(@Nullable String text) {
    Call call = dispatcher.submit(text);
    call.awaitLine();
    CompletableFuture<SentimentResult> result = new CompletableFuture<>();
    if (call.done().isDone()) {
      complete(result, call);
      return result;
    }
    call.done()
        .thenRunAsync(() -> complete(result, call), executor.orElseGet(result::defaultExecutor))
        .exceptionally(
            rejected -> { // the executor rejected the task, so this thread completes the future
              complete(result, call);
              return null;
            });
    result.whenComplete((ignored, thrown) -> call.cancel(CANCELLED));
    return result;
  }

  /** Returns the settings, the engine and the model of this classifier, also after it is closed. */
  public ClassifierInfo info() {
    return info;
  }

  /**
   * Runs a few texts through every context, so that the first real call finds its code compiled,
   * the weights in memory and the buffers allocated. It takes as long as a few calls and has no
   * deadline. Call it before a service reports that it is ready.
   *
   * @throws SentimentException {@link ErrorCode#CLOSED}, {@link ErrorCode#INTERRUPTED}, or the
   *     failure of the engine
   */
  public void warmUp() {
    int texts = Math.min(WARM_UP.size(), info.settings().maxBatch());
    List<Call> calls = new ArrayList<>(dispatcher.submitToEach(WARM_UP.subList(0, 1)));
    calls.addAll(dispatcher.submitToEach(WARM_UP.subList(0, texts)));
    calls.forEach(Call::await);
    for (Call call : calls) {
      for (int i = 0; i < call.size(); i++) {
        outcome(call, i).orThrow();
      }
    }
  }

  /**
   * Frees the model. Calls that wait or run fail with {@link ErrorCode#CLOSED}, and so do all later
   * calls. The method asks the engine to stop and returns when the engine is closed; called by a
   * {@link ClassifierListener}, it returns at once. Any thread may call it any number of times. An
   * interrupt does not end the wait.
   */
  @Override
  public void close() {
    dispatcher.close();
    dispatcher.awaitTermination();
  }

  private void complete(CompletableFuture<SentimentResult> result, Call call) {
    SentimentOutcome outcome = outcome(call, 0);
    if (outcome instanceof SentimentOutcome.Failure failure) {
      result.completeExceptionally(failure.error());
    } else {
      result.complete(outcome.orThrow());
    }
  }

  /**
   * Returns the outcome of a text; an exception in it has the stack trace of the calling thread.
   */
  private SentimentOutcome outcome(Call call, int i) {
    TextScore score = call.score(i);
    return score instanceof TextScore.Rejected rejected
        ? new SentimentOutcome.Failure(rejected.error())
        : new SentimentOutcome.Success(
            SentimentResult.of(
                score,
                info.profile().calibration(),
                info.settings().abstainBelow(),
                call.elapsed(i)));
  }

  /** The builder of a classifier; {@link SentimentClassifierBuilder} describes its methods. */
  public static final class Builder extends SentimentClassifierBuilder {
    private Builder() {}
  }
}
