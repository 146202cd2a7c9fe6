/**
 * The default model: the resource {@code META-INF/sentiment4j/model.gguf}, which {@code
 * SentimentClassifier.embedded()} opens. No classes.
 */
module io.github.sentiment4j.embedded {}
