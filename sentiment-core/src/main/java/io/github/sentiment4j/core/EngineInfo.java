package io.github.sentiment4j.core;

/**
 * What an engine is and what it runs. Immutable.
 *
 * @param engine name of the provider, such as {@code native}
 * @param version of the code underneath, such as {@code llama.cpp 0.5.0}
 * @param device where it runs, such as {@code CPU (haswell)}
 * @param deviceReason why it runs there
 * @param architecture of the model, such as {@code qwen2}; empty if not applicable
 * @param modelType of the weights, such as {@code Q4_0}; empty if not applicable
 * @param parameters of the model; 0 if not applicable
 * @param modelBytes size of the weights in memory; 0 if not applicable
 * @param prefixTokens tokens before the text, evaluated once and kept
 * @param suffixTokens tokens between the text and the label
 * @param probabilities whether it gives probabilities ({@link TextScore.Scored}); if not, a label
 *     only ({@link TextScore.Labelled})
 */
public record EngineInfo(
    String engine,
    String version,
    String device,
    String deviceReason,
    String architecture,
    String modelType,
    long parameters,
    long modelBytes,
    int prefixTokens,
    int suffixTokens,
    boolean probabilities) {}
