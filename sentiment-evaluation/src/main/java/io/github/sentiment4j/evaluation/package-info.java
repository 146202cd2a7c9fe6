/**
 * How good a classifier is, and how to calibrate it.
 *
 * <p>{@link io.github.sentiment4j.evaluation.Predictions} holds true labels and probabilities. From
 * it come one number per {@link io.github.sentiment4j.evaluation.Metric}, with intervals by {@link
 * io.github.sentiment4j.evaluation.Bootstrap}; the {@link
 * io.github.sentiment4j.evaluation.ConfusionMatrix} with its figures per class; the {@link
 * io.github.sentiment4j.evaluation.Reliability} diagram; the {@link
 * io.github.sentiment4j.evaluation.RiskCoverage} curve; and {@link
 * io.github.sentiment4j.evaluation.McNemar}'s test against a second model.
 *
 * <pre>{@code
 * try (SentimentClassifier classifier = SentimentClassifier.load(Path.of("model.gguf"))) {
 *   List<Sentiment> truth = new ArrayList<>();
 *   List<double[]> probabilities = new ArrayList<>();
 *   List<TextScore> scores = classifier.scoreAll(headlines);
 *   for (int i = 0; i < scores.size(); i++) {
 *     if (scores.get(i) instanceof TextScore.Scored scored) {
 *       truth.add(labels.get(i));
 *       probabilities.add(classifier.info().profile().calibration().apply(scored));
 *     }
 *   }
 *   Predictions predictions = Predictions.of(truth, probabilities);
 *   double macroF1 = Metric.MACRO_F1.of(predictions);
 *   Interval interval = Bootstrap.DEFAULT.intervals(predictions).get(Metric.MACRO_F1);
 *   System.out.printf("%.3f [%.3f, %.3f]%n", macroF1, interval.lower(), interval.upper());
 * }
 * }</pre>
 *
 * {@link io.github.sentiment4j.evaluation.CalibrationFit} finds temperature and biases from the
 * uncalibrated scores that {@code scoreAll} gives. Everything here is immutable and needs the JDK
 * only; the same input gives the same figures on every machine, up to the last digits of {@code
 * Math.exp} and {@code Math.log}.
 */
@NullMarked
package io.github.sentiment4j.evaluation;

import org.jspecify.annotations.NullMarked;
