package io.github.sentiment4j.train;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.Predictions;
import io.github.sentiment4j.gguf.ModelFileException;
import io.github.sentiment4j.model.checkpoint.Checkpoint;
import io.github.sentiment4j.model.checkpoint.GgufCheckpoint;
import io.github.sentiment4j.model.checkpoint.HuggingFaceCheckpoint;
import io.github.sentiment4j.model.peft.MergedCheckpoint;
import io.github.sentiment4j.train.internal.decoder.Adapter;
import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.internal.decoder.Torch;
import io.github.sentiment4j.train.internal.step.AdamW;
import io.github.sentiment4j.train.internal.step.Batch;
import io.github.sentiment4j.train.internal.step.BatchOrder;
import io.github.sentiment4j.train.internal.step.Example;
import io.github.sentiment4j.train.internal.step.Gradients;
import io.github.sentiment4j.train.internal.step.LabelTokens;
import io.github.sentiment4j.train.internal.step.LearningRate;
import io.github.sentiment4j.train.internal.step.Workers;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import io.github.sentiment4j.train.spec.FineTuneSpec.Precision;
import io.github.sentiment4j.train.spec.LoraSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One fine-tune: trains an adapter, writes checkpoints, keeps the one with the best macro-F1 on the
 * validation set. For one thread and one run.
 *
 * <p>All random choices follow from the seed and the step, so that a run that was stopped and goes
 * on from its last checkpoint takes the steps that it would have taken.
 */
public final class FineTune {
  private final FineTuneSpec spec;
  private final TrainingListener listener;
  private final TrainingData data;
  private final RunFolder folder;
  private final RunRecord record;
  private final Workers workers;
  private final Decoder decoder;
  private final Gradients gradients;
  private final AdamW optimizer;
  private final LearningRate rate;

  private FineTune(
      FineTuneSpec spec,
      TrainingListener listener,
      TrainingData data,
      RunFolder folder,
      RunRecord record,
      Workers workers,
      Decoder decoder,
      Gradients gradients,
      AdamW optimizer,
      int steps) {
    this.spec = spec;
    this.listener = listener;
    this.data = data;
    this.folder = folder;
    this.record = record;
    this.workers = workers;
    this.decoder = decoder;
    this.gradients = gradients;
    this.optimizer = optimizer;
    this.rate =
        new LearningRate(spec.learningRate(), (int) Math.round(spec.warmUp() * steps), steps);
  }

  /**
   * Trains.
   *
   * @return the folder of the best adapter, in PEFT's format
   * @throws SentimentException {@link ErrorCode#INVALID_DATA} if the texts have no or only one
   *     label, {@link ErrorCode#INVALID_SETTING} if the folder has files, settings differ from
   *     those of the run that goes on, prompt or label words do not fit, or memory is too small,
   *     {@link ErrorCode#SCORES_NOT_FINITE} if the loss is not a number (the message names the
   *     step), {@link ErrorCode#INTERRUPTED} if the thread was interrupted, after a checkpoint was
   *     written
   * @throws ModelFileException if the base or an adapter cannot be used
   * @throws IOException if the run's folder cannot be written
   */
  public static Path run(FineTuneSpec spec, TrainingListener listener) throws IOException {
    try (RunFolder folder = RunFolder.open(spec.out(), spec.resume())) {
      return run(spec, listener, folder);
    } catch (RuntimeException | IOException e) {
      if (Thread.interrupted()) { // in the middle of reading or writing a file
        throw stopped(spec, e);
      }
      throw e;
    }
  }

  private static SentimentException stopped(FineTuneSpec spec, Exception cause) {
    return new SentimentException(
        ErrorCode.INTERRUPTED,
        RunFolder.isRun(spec.out())
            ? "stopped; the run can be resumed"
            : "stopped before the first step; no run has begun",
        cause);
  }

  private static Path run(FineTuneSpec spec, TrainingListener listener, RunFolder folder)
      throws IOException {
    Checkpoint base =
        Files.isDirectory(spec.base())
            ? HuggingFaceCheckpoint.read(spec.base())
            : GgufCheckpoint.read(spec.base());
    Decoder.requirePlainPositions(base);
    LoraSpec lora =
        spec.adapter().isPresent()
            ? Adapter.spec(spec.adapter().get(), base, spec.lora().dropout())
            : spec.lora();
    TrainingData data = TrainingData.of(spec, base);
    int perEpoch = steps(data.training().size(), perStep(spec, data));
    int steps = (int) Math.min(spec.maxSteps(), (long) perEpoch * spec.epochs());
    RunRecord record = RunRecord.of(spec, lora, data, steps);
    if (spec.resume()) {
      record = record.goingOnFrom(folder.readRun(), folder.record());
    }
    int done = spec.resume() ? folder.lastCheckpoint().orElse(0) : 0;
    Optional<Path> start = done > 0 ? Optional.of(folder.checkpoint(done)) : spec.adapter();
    Adapter adapter =
        start.isPresent()
            ? Adapter.read(start.get(), base, lora)
            : Adapter.create(base, lora, spec.seed());
    PrecisionChoice precision = record.precision();
    ScalarType type =
        precision.precision() == Precision.BF16 ? ScalarType.BFloat16 : ScalarType.Float;
    long bytes = Estimate.bytes(spec, lora, base, data, type);
    Estimate.requireMemory(bytes);
    AdamW optimizer = new AdamW(adapter.parameters(), spec.weightDecay());
    if (done > 0) {
      folder.restore(done, optimizer);
    }
    try (Workers workers = new Workers(spec.threads());
        Decoder decoder = new Decoder(base, adapter, type)) {
      Gradients gradients = new Gradients(workers, decoder, data.loss(spec));
      double secondsOfStep =
          Estimate.secondsOfBatch(gradients, optimizer, spec, data) * spec.accumulation();
      listener.planned(
          new TrainingPlan(
              data.prompt(),
              data.labelWords(),
              data.training().size(),
              data.shortened(),
              steps,
              done + 1,
              adapter.parameterCount(),
              !MergedCheckpoint.isExact(base),
              type == ScalarType.BFloat16,
              precision.reason(),
              bytes,
              secondsOfStep * (steps - done),
              Stream.concat(base.warnings().stream(), data.warnings(spec).stream()).toList()));
      if (Thread.interrupted()) {
        throw stopped(spec, null);
      }
      // From here on the folder has a run, which can be resumed.
      folder.write(record);
      return new FineTune(
              spec, listener, data, folder, record, workers, decoder, gradients, optimizer, steps)
          .train(done, perEpoch);
    }
  }

  /** How many texts a step has, but for an epoch's odd one. */
  private static int perStep(FineTuneSpec spec, TrainingData data) {
    return (int) Math.min(data.training().size(), (long) spec.batch() * spec.accumulation());
  }

  private static int steps(int texts, int perStep) {
    return (texts + perStep - 1) / perStep;
  }

  private Path train(int done, int perEpoch) throws IOException {
    if (done > 0 && isDue(done) && !record.isScored(done)) {
      // Killed between the checkpoint and its score.
      validated(done);
    }
    List<List<List<Example>>> epoch = List.of(); // steps, batches, texts
    for (int step = done + 1; step <= rate.steps(); step++) {
      int inEpoch = (step - 1) % perEpoch;
      if (inEpoch == 0 || epoch.isEmpty()) {
        epoch = epoch((step - 1) / perEpoch);
      }
      TrainingStep made = step(step, epoch.get(inEpoch));
      folder.addToCurve(made);
      listener.stepped(made);
      boolean interrupted = Thread.interrupted();
      if (isDue(step) || interrupted) {
        folder.save(step, decoder.adapter(), spec.base().toString(), optimizer);
        if (!interrupted) {
          validated(step);
        }
        folder.deleteOthers(step, record.best().map(RunRecord.Best::step));
      }
      if (interrupted) {
        throw new SentimentException(
            ErrorCode.INTERRUPTED, "stopped behind step " + step + "; the run can be resumed");
      }
    }
    return folder.finish(record.best().orElseThrow().step());
  }

  /** A step has the same texts whether they go through the model in one batch or in several. */
  private List<List<List<Example>>> epoch(int number) {
    return BatchOrder.of(data.training(), perStep(spec, data), spec.seed(), number).stream()
        .map(step -> BatchOrder.parts(step, spec.batch()))
        .toList();
  }

  private boolean isDue(int step) {
    return step % spec.interval() == 0 || step == rate.steps();
  }

  /** Forward, backward and update over some batches. */
  private TrainingStep step(int step, List<List<Example>> batches) {
    long start = System.nanoTime();
    long seed = (spec.seed() * 1_000_003 + step) * spec.accumulation();
    long losses = batches.stream().mapToLong(gradients::losses).sum();
    double sum = 0;
    long tokens = 0;
    for (List<Example> batch : batches) {
      double loss = gradients.add(optimizer, batch, losses, seed++);
      requireFinite(step, "loss", loss);
      sum += loss;
      tokens += batch.stream().mapToLong(example -> example.prompt().length).sum();
    }
    // Relative to the weights: of a text alone, clipping would take the weight away.
    double weight = batches.stream().mapToDouble(gradients::weight).sum() / losses;
    double norm = optimizer.clip(spec.clip() * weight);
    requireFinite(step, "gradient norm", norm);
    optimizer.step(step, rate.at(step));
    double seconds = (System.nanoTime() - start) / 1e9;
    return new TrainingStep(step, rate.steps(), sum, rate.at(step), norm, tokens, seconds);
  }

  private static void requireFinite(int step, String what, double value) {
    if (!Double.isFinite(value)) {
      throw new SentimentException(
          ErrorCode.SCORES_NOT_FINITE,
          "step "
              + step
              + ": the "
              + what
              + " is "
              + value
              + "; the checkpoints before it are kept. Start again with a smaller learning rate, or"
              + " look for damaged weights in the base");
    }
  }

  /** Scores a checkpoint and notes the score. */
  private void validated(int step) throws IOException {
    ValidationScore score = validate(step);
    boolean best = record.add(step, score);
    folder.write(record);
    listener.validated(step, score, best);
  }

  private ValidationScore validate(int step) {
    List<Example> byLength = new ArrayList<>(data.validation());
    byLength.sort(Comparator.comparingInt(example -> example.prompt().length));
    List<float[]> logs =
        workers.map(
            BatchOrder.parts(byLength, spec.batch()),
            batch -> labelLogProbabilities(decoder, batch, data.labels()));
    List<double[]> probabilities = new ArrayList<>();
    for (float[] batch : logs) {
      for (int at = 0; at < batch.length; at += Sentiment.COUNT) {
        requireFinite(
            step, "score of a validation text", batch[at] + batch[at + 1] + batch[at + 2]);
        probabilities.add(
            Calibration.NONE.apply(Arrays.copyOfRange(batch, at, at + Sentiment.COUNT)));
      }
    }
    List<Sentiment> truth = byLength.stream().map(Example::sentiment).toList();
    return ValidationScore.of(Predictions.of(truth, probabilities));
  }

  /** Log-probabilities renormalised to the three labels: (B, 3) row-major. */
  static float[] labelLogProbabilities(Decoder decoder, List<Example> batch, LabelTokens labels) {
    return Torch.withoutGradients(
        () -> {
          Batch rows = Batch.ofLabels(batch, labels);
          Tensor scores = labels.scores(decoder.logits(rows.tokens(), rows.rows(), Dropout.NONE));
          return Torch.array(torch.log_softmax(scores, 1));
        });
  }
}
