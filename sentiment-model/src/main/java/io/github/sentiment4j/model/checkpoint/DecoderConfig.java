package io.github.sentiment4j.model.checkpoint;

/**
 * The sizes of a decoder of the Llama family, as {@code config.json} has them.
 *
 * @param architecture the family
 * @param layers transformer blocks ({@code num_hidden_layers})
 * @param hiddenSize width of the residual stream
 * @param heads query heads
 * @param kvHeads key-value heads; divides {@code heads}
 * @param headSize elements of a head ({@code head_dim})
 * @param feedForwardSize hidden units of a feed-forward block ({@code intermediate_size})
 * @param vocabularySize rows of the token embedding; may be more than there are tokens
 * @param contextLength {@code max_position_embeddings}
 * @param normEpsilon {@code rms_norm_eps}
 * @param ropeTheta base of the rotary frequencies
 * @param tiedOutput whether the output head is the token embedding ({@code tie_word_embeddings})
 */
public record DecoderConfig(
    Architecture architecture,
    int layers,
    int hiddenSize,
    int heads,
    int kvHeads,
    int headSize,
    int feedForwardSize,
    int vocabularySize,
    int contextLength,
    float normEpsilon,
    float ropeTheta,
    boolean tiedOutput) {
  /** The same with another number of blocks. */
  public DecoderConfig withLayers(int count) {
    return with(count, feedForwardSize, vocabularySize, tiedOutput);
  }

  /** The same with another number of hidden units. */
  public DecoderConfig withFeedForwardSize(int count) {
    return with(layers, count, vocabularySize, tiedOutput);
  }

  /** The same with another number of tokens. */
  public DecoderConfig withVocabularySize(int count) {
    return with(layers, feedForwardSize, count, tiedOutput);
  }

  /** The same sizes with the output tied to the embedding, or not. */
  public DecoderConfig withTiedOutput(boolean tied) {
    return with(layers, feedForwardSize, vocabularySize, tied);
  }

  private DecoderConfig with(int blocks, int hiddenUnits, int tokens, boolean tied) {
    return new DecoderConfig(
        architecture,
        blocks,
        hiddenSize,
        heads,
        kvHeads,
        headSize,
        hiddenUnits,
        tokens,
        contextLength,
        normEpsilon,
        ropeTheta,
        tied);
  }
}
