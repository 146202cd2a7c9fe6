package io.github.sentiment4j.cli;

import io.github.sentiment4j.core.evaluation.Bootstrap;
import io.github.sentiment4j.core.evaluation.Latency;
import java.util.Optional;

/**
 * What an evaluation found.
 *
 * @param figures under the calibration in force
 * @param uncalibrated the same with temperature 1 and no bias, where that is another calibration
 * @param comparison with a second model
 */
record EvaluationReport(
    LabelledData data,
    Scoring scoring,
    ModelSummary model,
    Bootstrap bootstrap,
    Figures figures,
    Optional<Figures> uncalibrated,
    Latency latency,
    Optional<Comparison> comparison) {}
