package io.github.sentiment4j.train;

import io.github.sentiment4j.core.Calibration;
import io.github.sentiment4j.core.ErrorCode;
import io.github.sentiment4j.core.Sentiment;
import io.github.sentiment4j.core.SentimentException;
import io.github.sentiment4j.evaluation.Predictions;
import io.github.sentiment4j.train.internal.decoder.Decoder;
import io.github.sentiment4j.train.internal.decoder.Dropout;
import io.github.sentiment4j.train.internal.decoder.Torch;
import io.github.sentiment4j.train.internal.step.Batch;
import io.github.sentiment4j.train.internal.step.BatchOrder;
import io.github.sentiment4j.train.internal.step.Example;
import io.github.sentiment4j.train.internal.step.Gradients;
import io.github.sentiment4j.train.internal.step.LabelTokens;
import io.github.sentiment4j.train.internal.step.LearningRate;
import io.github.sentiment4j.train.internal.step.Loss;
import io.github.sentiment4j.train.internal.step.Reference;
import io.github.sentiment4j.train.internal.step.Workers;
import io.github.sentiment4j.train.spec.FineTuneSpec;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The loop of a fine-tune: takes steps, writes checkpoints and scores them on the validation texts.
 * Holds the base in memory until it is closed.
 */
final class Training implements AutoCloseable {
  private final Preparation prepared;
  private final FineTuneSpec spec;
  private TrainingData data;
  private final RunFolder folder;
  private final TrainingListener listener;
  private final Workers workers;
  private final Decoder decoder;
  private final Loss loss;
  private final LearningRate rate;

  Training(Preparation prepared, RunFolder folder, TrainingListener listener) {
    this.prepared = prepared;
    this.spec = prepared.spec();
    this.data = prepared.data();
    this.folder = folder;
    this.listener = listener;
    this.decoder = new Decoder(prepared.base(), prepared.adapter(), prepared.type());
    this.workers = new Workers(spec.run().threads());
    this.loss = data.loss(spec);
    int steps = prepared.steps();
    this.rate =
        new LearningRate(
            spec.schedule().learningRate(),
            (int) Math.round(spec.schedule().warmUp() * steps),
            steps);
  }

  /** Returns the estimated seconds of the steps that are left, from one batch. */
  double secondsLeft() {
    TrainingData some =
        isPreference()
            ? data.withReferences(
                Collections.nCopies(data.training().size(), new float[data.labels().tokens()]))
            : data;
    return Estimate.secondsOfBatch(
            new Gradients(workers, decoder, loss), prepared.optimizer(), spec, some)
        * spec.schedule().accumulation()
        * (prepared.steps() - prepared.done());
  }

  /**
   * Takes the steps that are left.
   *
   * @return the folder of the best adapter
   */
  Path run() throws IOException {
    if (isPreference()) {
      data = data.withReferences(references());
    }
    int done = prepared.done();
    int perEpoch = prepared.perEpoch();
    if (done > 0 && isDue(done) && !prepared.record().isScored(done)) {
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
        folder.save(step, prepared.adapter(), spec.model().base().toString(), prepared.optimizer());
        if (!interrupted) {
          validated(step);
        }
        folder.deleteOthers(step, prepared.record().best().map(RunRecord.Best::step));
      }
      if (interrupted) {
        throw new SentimentException(
            ErrorCode.INTERRUPTED, "stopped behind step " + step + "; the run can be resumed");
      }
    }
    return folder.finish(prepared.record().best().orElseThrow().step());
  }

  private boolean isPreference() {
    return spec.target().objective().isPreference();
  }

  /** Returns the references of the training texts, which are computed once in a run. */
  private List<float[]> references() throws IOException {
    int size = data.training().size();
    int width = data.labels().tokens();
    if (prepared.done() > 0 || folder.hasReferences()) {
      return folder.references(size, width);
    }
    List<float[]> references = new ArrayList<>();
    for (List<Example> window :
        BatchOrder.parts(data.training(), spec.schedule().batch() * workers.count())) {
      List<List<Example>> batches = BatchOrder.parts(window, spec.schedule().batch());
      workers
          .map(batches, batch -> Reference.of(decoder, batch, data.labels()))
          .forEach(rows -> references.addAll(List.of(rows)));
      listener.referenceScored(references.size(), size);
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
    }
    folder.saveReferences(references);
    return references;
  }

  /**
   * Returns the steps of an epoch. A step has the same texts whether they go through the model in
   * one batch or in several.
   */
  private List<List<List<Example>>> epoch(int number) {
    return BatchOrder.of(data.training(), prepared.perStep(), spec.run().seed(), number).stream()
        .map(step -> BatchOrder.parts(step, spec.schedule().batch()))
        .toList();
  }

  private boolean isDue(int step) {
    return step % spec.run().interval() == 0 || step == rate.steps();
  }

  /** Takes a step: forward and backward passes over its batches, then the update. */
  private TrainingStep step(int step, List<List<Example>> batches) {
    long start = System.nanoTime();
    long seed = (spec.run().seed() * 1_000_003 + step) * spec.schedule().accumulation();
    Gradients gradients = new Gradients(workers, decoder, loss.ofStep(step));
    long losses = batches.stream().mapToLong(gradients::losses).sum();
    double sum = 0;
    double[] rewards = new double[loss.rewards().size()];
    long tokens = 0;
    for (List<Example> batch : batches) {
      Gradients.Added added = gradients.add(prepared.optimizer(), batch, losses, seed++);
      requireFinite(step, "loss", added.loss());
      sum += added.loss();
      Arrays.setAll(rewards, i -> rewards[i] + added.rewards()[i]);
      tokens += batch.stream().mapToLong(example -> example.prompt().length).sum();
    }
    // Relative to the weights: of a text alone, clipping would take the weight away.
    double weight = batches.stream().mapToDouble(gradients::weight).sum() / losses;
    double norm = prepared.optimizer().clip(spec.schedule().clip() * weight);
    requireFinite(step, "gradient norm", norm);
    prepared.optimizer().step(step, rate.at(step));
    double seconds = (System.nanoTime() - start) / 1e9;
    return new TrainingStep(
        step, rate.steps(), sum, rate.at(step), norm, tokens, seconds, named(rewards));
  }

  private Map<String, Double> named(double... rewards) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < rewards.length; i++) {
      named.put(loss.rewards().get(i), rewards[i]);
    }
    return named;
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

  /** Scores a checkpoint and records the score. */
  private void validated(int step) throws IOException {
    ValidationScore score = validate(step);
    boolean best = prepared.record().add(step, score);
    folder.write(prepared.record());
    listener.validated(step, score, best);
  }

  private ValidationScore validate(int step) {
    List<Example> byLength = new ArrayList<>(data.validation());
    byLength.sort(Comparator.comparingInt(example -> example.prompt().length));
    List<float[]> logs =
        workers.map(
            BatchOrder.parts(byLength, spec.schedule().batch()),
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

  /** Returns log-probabilities renormalised to the three labels: (B, 3) row-major. */
  static float[] labelLogProbabilities(Decoder decoder, List<Example> batch, LabelTokens labels) {
    return Torch.withoutGradients(
        () -> {
          Batch rows = Batch.ofLabels(batch, labels);
          Tensor scores = labels.scores(decoder.logits(rows.tokens(), rows.rows(), Dropout.NONE));
          return Torch.array(torch.log_softmax(scores, 1));
        });
  }

  @Override
  public void close() {
    decoder.close();
    workers.close();
  }
}
