package io.github.sentiment4j.core;

/**
 * The description of an open engine, its device and its model. Immutable.
 *
 * @param engine the name of the provider, such as {@code native}
 * @param version the version of the engine's library, such as {@code llama.cpp 0.5.0}
 * @param device the device that runs the model, such as {@code CPU (haswell)}
 * @param deviceReason the reason for the choice of the device
 * @param architecture the architecture of the model, such as {@code qwen2}; empty if not applicable
 * @param modelType the type of the weights, such as {@code Q4_0}; empty if not applicable
 * @param parameters the number of parameters of the model; 0 if not applicable
 * @param modelBytes the size of the weights in memory; 0 if not applicable
 * @param prefixTokens the number of tokens before the text, which are evaluated once and kept
 * @param suffixTokens the number of tokens between the text and the label
 * @param probabilities true if the engine gives probabilities ({@link TextScore.Scored}), false if
 *     it gives a label only ({@link TextScore.Labelled})
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
