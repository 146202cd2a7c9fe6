/**
 * The API that classifies financial news as positive, neutral or negative inside the JVM, and the
 * SPI that scoring engines implement.
 *
 * <h2>Start here</h2>
 *
 * {@link io.github.sentiment4j.core.SentimentClassifier} is the entry point. Open it once, share it
 * between all threads and close it at the end:
 *
 * <pre>{@code
 * try (SentimentClassifier classifier = SentimentClassifier.load(Path.of("model.gguf"))) {
 *   SentimentResult result = classifier.classify("Operating profit rose to EUR 13.1 mn.");
 *   System.out.printf("%s %.2f%n", result.label(), result.confidence()); // POSITIVE 0.97
 * }
 * }</pre>
 *
 * {@code classifyAll} takes many texts, and a builder takes settings. A text that fails does not
 * affect the others:
 *
 * <pre>{@code
 * try (SentimentClassifier classifier =
 *     SentimentClassifier.builder()
 *         .model(Path.of("model.gguf"))
 *         .contexts(2)
 *         .abstainBelow(0.6)
 *         .deadline(Duration.ofSeconds(30))
 *         .build()) {
 *   classifier.warmUp();
 *   for (SentimentOutcome outcome : classifier.classifyAll(headlines)) {
 *     if (outcome instanceof SentimentOutcome.Success success) {
 *       store(success.result().label(), success.result().score());
 *     } else if (outcome instanceof SentimentOutcome.Failure failure) {
 *       log(failure.error().code(), failure.error().getMessage());
 *     }
 *   }
 * }
 * }</pre>
 *
 * {@code classifyAsync} gives a {@link java.util.concurrent.CompletableFuture}; cancelling it takes
 * the text out of the queue. {@link io.github.sentiment4j.core.ClassifierListener} receives
 * batches, tokens and times for metrics. {@link io.github.sentiment4j.core.ClassifierInfo} names
 * the engine, the device and the model in use, with the reasons for their choice.
 *
 * <h2>How a text becomes a label</h2>
 *
 * The model reads {@link io.github.sentiment4j.core.PromptTemplate prompt prefix, text and suffix}
 * and gives the log-probability of each of the three {@link io.github.sentiment4j.core.LabelWords
 * label words} (the sum over the word's tokens). {@link io.github.sentiment4j.core.Calibration}
 * turns them into three probabilities that sum to 1. No text is generated, and one pass through the
 * model is enough. Prompt, words and calibration come from the model file, so that a model is used
 * as it was trained; the builder can replace them. {@link io.github.sentiment4j.core.LabelGrammar}
 * writes the same three words as a grammar for other programs.
 *
 * <h2>Queue, batches and overload</h2>
 *
 * A text that finds a context free starts at once. While all contexts are busy, texts wait, and the
 * next free context takes up to {@code maxBatch} of them together. Callers take turns: a call of
 * {@code classifyAll} with a million texts is one caller. At most {@code maxPending} single texts
 * wait (1024 by default). The next one fails with {@link
 * io.github.sentiment4j.core.ErrorCode#BUSY}, or its caller waits for room: {@link
 * io.github.sentiment4j.core.OverloadPolicy}. The texts of {@code classifyAll} wait in the caller's
 * list and do not count.
 *
 * <h2>Memory</h2>
 *
 * A classifier takes this memory outside the Java heap:
 *
 * <pre>{@code
 * weights + contexts x (KV cache + compute buffers)
 *
 * weights          the size of the model file, in each process: it is read, not mapped, so that a
 *                  later change of the file does not affect a classifier
 * KV cache         2 x blocks x kvHeads x headSize x 2 bytes x tokens of the context
 * tokens of the context
 *                  prefix + max(maxTokens, 2048), rounded up to a multiple of 256
 * compute buffers  tens of MB, more for larger vocabularies and longer texts
 * }</pre>
 *
 * {@code blocks}, {@code kvHeads} and {@code headSize} are the model's; 2 is for keys and values,
 * and 2 bytes are one 16-bit number. Qwen2.5-0.5B (24 blocks, 2 KV heads of 64) with {@code
 * maxTokens} 512 and a prefix of 8 tokens has contexts of 2304 tokens: 2 x 24 x 2 x 64 x 2 x 2304 =
 * 28,311,552 bytes of KV cache each. The heap holds the texts that wait and little else.
 *
 * <h2>Thread-safety and failures</h2>
 *
 * {@code SentimentClassifier} is thread-safe, its builder is not, and all other types of this
 * package are immutable. A failure is a {@link io.github.sentiment4j.core.SentimentException} with
 * a stable {@link io.github.sentiment4j.core.ErrorCode} and a message that says what to do next.
 * The only other exceptions are {@code NullPointerException} for arguments that must not be null
 * and {@code IllegalArgumentException} for impossible values of result types.
 */
@NullMarked
package io.github.sentiment4j.core;

import org.jspecify.annotations.NullMarked;
