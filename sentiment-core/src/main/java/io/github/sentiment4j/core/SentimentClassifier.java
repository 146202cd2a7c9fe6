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
 * #close()}. Thread-safe: one classifier serves a whole application, and callers that arrive
 * together go through the model together.
 *
 * <p>A text waits until one of the {@code contexts} is free, then goes through the model with
 * whatever else waits at that moment, up to {@code maxBatch} texts; nobody waits for a batch to
 * fill. Threads of the caller only wait; the work is done on {@code contexts} daemon threads.
 */
public final class SentimentClassifier implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(SentimentClassifier.class.getName());
  private static final Cleaner CLEANER = Cleaner.create();

  private static final TextScore.Rejected CANCELLED =
      new TextScore.Rejected(ErrorCode.CANCELLED, "The caller cancelled the future");

  /** A few headlines, of which the first also runs alone. */
  private static final List<String> WARM_UP =
      List.of(
          "Shares of the bank rose 4% after quarterly profit beat expectations.",
          "The company will publish its annual report on 12 March.",
          "公司发布业绩预告，预计全年净利润同比下降三成。",
          "The retailer cut its outlook and closed 40 stores.");

  private final ClassifierInfo info;
  private final Dispatcher dispatcher;
  private final Optional<Executor> executor;

  /** Starts the workers. */
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
            "A classifier was never closed; it is freed only now that the garbage collector found it,"
                + " use try-with-resources. Its model: {0}",
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

  /** A builder with default settings and no model. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Classifies one text and waits for the result.
   *
   * @param text of any length; longer ones than the model can take are cut as {@link
   *     Builder#truncation} says
   * @throws SentimentException {@link ErrorCode#EMPTY_TEXT} if it is null or blank, {@link
   *     ErrorCode#INVALID_TEXT} if it is not well-formed Unicode, {@link ErrorCode#TEXT_TOO_LONG}
   *     if it is longer and truncation is {@link Truncation#REJECT}, {@link ErrorCode#BUSY} if
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
   * Classifies many texts and waits for all of them. The list may be of any length and does not
   * count against {@code maxPending}: workers take its texts as they become free, in turns with
   * other callers, who are not held up by it. The deadline is that of the whole call.
   *
   * @param texts null elements are allowed and fail with {@link ErrorCode#EMPTY_TEXT}
   * @return one outcome per text, in the same order; a text that fails, for any of the reasons that
   *     {@link #classify} lists, does not affect the others. After a deadline, an interrupt or a
   *     {@link #close()} the texts that were not ready are failures
   * @throws SentimentException {@link ErrorCode#CLOSED} if the classifier is closed already
   */
  public List<SentimentOutcome> classifyAll(List<String> texts) {
    Call call = dispatcher.submit(texts);
    call.await();
    return IntStream.range(0, call.size()).mapToObj(i -> outcome(call, i)).toList();
  }

  /**
   * Scores many texts like {@link #classifyAll}, without calibrating: for evaluation, and for
   * fitting a {@link Calibration}, which is applied to a score with {@link
   * Calibration#apply(TextScore.Scored)}.
   *
   * @param texts null elements are allowed and fail with {@link ErrorCode#EMPTY_TEXT}
   * @return one score per text, in the same order; a text that fails, for any of the reasons that
   *     {@link #classify} lists, is {@link TextScore.Rejected} and does not affect the others; of
   *     an engine without probabilities each is a {@link TextScore.Labelled}
   * @throws SentimentException {@link ErrorCode#CLOSED} if the classifier is closed already
   */
  public List<TextScore> scoreAll(List<String> texts) {
    Call call = dispatcher.submit(texts);
    call.await();
    return IntStream.range(0, call.size()).mapToObj(call::score).toList();
  }

  /**
   * Classifies one text without waiting for its result. Waits for room in the queue where {@link
   * Builder#overloadPolicy} is {@link OverloadPolicy#BLOCK}, and else for nothing.
   *
   * @return completes with the result, or exceptionally with the {@link SentimentException} that
   *     {@link #classify} would throw; this method itself throws none. Cancelling it, or completing
   *     it otherwise, takes the text out of the queue. What depends on it runs where {@link
   *     CompletableFuture} runs asynchronous tasks by default, never on the classifier's threads,
   *     and may take its time
   */
  // What hangs on these futures cannot fail unseen; annotations are for the compiler only.
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
            rejected -> { // no thread to be had: better on the worker than not at all
              complete(result, call);
              return null;
            });
    result.whenComplete((ignored, thrown) -> call.cancel(CANCELLED));
    return result;
  }

  /** What this classifier is and why; also after it is closed. */
  public ClassifierInfo info() {
    return info;
  }

  /**
   * Runs a few texts through every context, so that the first real call finds code compiled,
   * weights in memory and buffers allocated. Takes as long as a few calls; worth it before a
   * service says that it is ready. Not subject to the deadline.
   *
   * @throws SentimentException {@link ErrorCode#CLOSED}, {@link ErrorCode#INTERRUPTED}, or what the
   *     engine says of these texts
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
   * Frees the model. Calls that wait or run fail with {@link ErrorCode#CLOSED}, as do all later
   * ones; the engine is asked to stop, and closed as soon as it has. Returns when that is done, or
   * at once when called by a {@link ClassifierListener}. Any number of times, from any thread; an
   * interrupt does not cut it short.
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

  /** The outcome of a text, for the calling thread: exceptions show its stack. */
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

  /** The builder's type: all of its methods are those of {@link SentimentClassifierBuilder}. */
  public static final class Builder extends SentimentClassifierBuilder {
    private Builder() {}
  }
}
