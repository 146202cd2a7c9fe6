/**
 * Measures and calibrates classifiers on labelled texts.
 *
 * <p>{@link io.github.sentiment4j.evaluation.LabelledTexts} reads a file, {@link
 * io.github.sentiment4j.evaluation.ScoredTexts} asks a classifier, {@link
 * io.github.sentiment4j.evaluation.Evaluation} computes all figures of one model or several, and
 * {@link io.github.sentiment4j.evaluation.FittedCalibration} calibrates a model file. Texts of any
 * other origin become {@link io.github.sentiment4j.evaluation.Predictions}: their true labels and
 * probabilities give each {@link io.github.sentiment4j.evaluation.Metric} with its {@link
 * io.github.sentiment4j.evaluation.Bootstrap} interval, the {@link
 * io.github.sentiment4j.evaluation.ConfusionMatrix}, the {@link
 * io.github.sentiment4j.evaluation.Reliability} diagram, the {@link
 * io.github.sentiment4j.evaluation.RiskCoverage} curve, and {@link
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
 * uncalibrated scores that {@code scoreAll} gives. All classes are immutable. The same input gives
 * the same figures on every machine, up to the last digits of {@code Math.exp} and {@code
 * Math.log}.
 */
@NullMarked
package io.github.sentiment4j.evaluation;

import org.jspecify.annotations.NullMarked;
